module.exports = (take) => {
  test.failing('moves, and is meant to fail', () => take(1));
  test.failing('fails behind its snapshot', async () => {
    await take(2, { movable: false });
    throw new Error('as it should');
  });
  test('keeps still', () => take(3, { movable: false }));
};
