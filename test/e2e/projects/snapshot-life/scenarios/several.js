module.exports = (take) => {
  test('keeps still', () => take(1, { movable: false }));
  test('moves', () => take(2));
  describe('in a group', () => {
    test('several, with and without a hint', async () => {
      await take(3, { movable: false });
      await take(4, { hint: 'a hint' });
      await take(5, { hint: 'a hint', movable: false });
      await take(6);
    });
  });
  if (process.env.MORE) test('a new one', () => take(7, { movable: false }));
  if (!process.env.LESS) test('an old one', () => take(8, { movable: false }));
  test('takes none', () => {});
};
