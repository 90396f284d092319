/**
 * What a thread of a crew does, as the program of a worker. It holds the same kernels on the same memory, waits for its state to become
 * `assigned`, calls the kernel that its call names, and is idle again. One that nobody has asked for `idleMs` goes home: no thread
 * outlives the test file that hired it by more than that. As text, since a worker cannot load what Jest has compiled.
 */
export const memberSource = `
const { workerData } = require('node:worker_threads');
const { module, memory, states, calls, index, names, callLength, idleMs, spins } = workerData;
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
const state = new Int32Array(states);
const call = new Float64Array(calls, index * callLength * 8, callLength);
const [absent, idle, assigned, failed] = [0, 1, 2, 3];
Atomics.store(state, index, idle);
for (;;) {
  for (let left = spins; left > 0 && Atomics.load(state, index) === idle; left--);
  if (Atomics.load(state, index) === idle && Atomics.wait(state, index, idle, idleMs) === 'timed-out') {
    if (Atomics.compareExchange(state, index, idle, absent) === idle) break;
  }
  if (Atomics.load(state, index) !== assigned) continue;
  let next = idle;
  try {
    kernels[names[call[0]]](...call.subarray(2, 2 + call[1]));
  } catch {
    next = failed;
  }
  Atomics.store(state, index, next);
  Atomics.notify(state, index);
  if (next === failed) break;
}
`;
