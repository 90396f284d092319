const { found, start, leave } = require('./found');

found();
beforeAll(async () => {
  await start(__filename);
  await leave();
  throw new Error('in the middle');
});

test('never runs', () => undefined);
