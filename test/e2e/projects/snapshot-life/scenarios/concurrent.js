const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = (take) => {
  test.concurrent('slow', async () => {
    await wait(60);
    await take(1, { movable: false });
    await wait(30);
    await take(2);
  });
  test.concurrent('quick', async () => {
    await take(3);
    await wait(50);
    await take(4, { movable: false });
  });
};
