jest.retryTimes(2);

let tries = 0;

module.exports = (take) => {
  test('before', () => take(1, { movable: false }));
  test('fails once behind its snapshot', async () => {
    await take(2, { movable: false });
    tries++;
    expect(tries).toBe(2);
  });
  test('after', () => take(3, { movable: false }));
};
