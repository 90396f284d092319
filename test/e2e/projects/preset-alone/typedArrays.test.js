const v8 = require('node:v8');
const { expect, test } = require('@jest/globals');

const hosts = [
  new Float32Array(2),
  new Float64Array(2),
  new Int32Array(2),
  new BigInt64Array(2),
  new Uint8Array(2),
].map((array) => v8.deserialize(v8.serialize(array)));

test.each(hosts.map((array) => [array.constructor.name, array]))(
  'a %s from Node is one in a test',
  (name, array) => {
    expect(array).toBeInstanceOf(globalThis[name]);
    expect(array.buffer).toBeInstanceOf(ArrayBuffer);
    expect(array).toEqual(new globalThis[name](2));
  },
);

test('typed arrays are one family', () => {
  expect(Object.getPrototypeOf(Uint8Array)).toBe(Object.getPrototypeOf(Float32Array));
});

test('the memory of WebAssembly is an ArrayBuffer', () => {
  expect(new WebAssembly.Memory({ initial: 1 }).buffer).toBeInstanceOf(ArrayBuffer);
});
