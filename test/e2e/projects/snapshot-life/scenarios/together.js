const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = (take) => {
  test('two at once keep the order in which they are called', async () => {
    await Promise.all([take(1, { movable: false, later: wait(50) }), take(2, { movable: false })]);
  });
  test('two that fail are both told', async () => {
    await take(3);
    await take(4);
  });
};
