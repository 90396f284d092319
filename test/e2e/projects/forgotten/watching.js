/** An environment that says at the end of a test file what became of the models that the file forgot. */
module.exports = (Environment) =>
  class Watching extends Environment {
    async teardown() {
      const made = [...(this.global.madeInThisFile ?? [])];
      await super.teardown();
      const isFreed = ({ model }) => model.weights.every(({ val }) => val.isDisposed);
      process.stderr.write(`made ${made.length}, freed ${made.filter(isFreed).length}\n`);
    }
  };
