/**
 * What a thread of a crew does, as the program of a worker. It holds the same kernels on the same memory, takes calls as long as there are
 * any, and waits for the next round. One that nobody has asked for `idleMs` goes home: no thread outlives the test file that hired
 * it by more than that. As text, since a worker cannot load what Jest has compiled.
 */
export const memberSource = `
const { workerData } = require('node:worker_threads');
const { sources, memory, number, callLength, idleMs } = workerData;
const { round, left, done, failed } = workerData.roster;
const kernels = sources.flatMap(({ module, names }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return names.map((name) => exports[name]);
});
const places = new Int32Array(workerData.places);
const calls = new Float64Array(workerData.calls);

function makeCall(index) {
  const [kernel, count] = calls.subarray(index * callLength);
  const args = calls.subarray(index * callLength + 2, index * callLength + 2 + count);
  try {
    kernels[kernel](...args, number);
  } catch {
    Atomics.store(places, failed, 1);
  }
  Atomics.add(places, done, 1);
  Atomics.notify(places, done);
}

for (;;) {
  const seen = Atomics.load(places, round);
  for (let next = Atomics.sub(places, left, 1) - 1; next >= 0; next = Atomics.sub(places, left, 1) - 1) makeCall(next);
  if (Atomics.wait(places, round, seen, idleMs) === 'timed-out') break;
}
`;
