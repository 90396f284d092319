/**
 * What a thread of a crew does, as the program of a worker. It holds the same kernels on the same memory, takes calls as long as there are
 * any, those of a round before those of the backlog, and waits for more. One that nobody has asked for `idleMs` goes home: no thread outlives the test file that hired
 * it by more than that. As text, since a worker cannot load what Jest has compiled.
 */
export const memberSource = `
const { workerData } = require('node:worker_threads');
const { sources, memory, number, places, calls, backlog, later, callLength, looks, idleMs } = workerData;
const { round, left, done, failed } = workerData.roster;
const { taken, posted } = workerData.backlogPlaces;
const kernels = sources.flatMap(({ module, names }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return names.map((name) => exports[name]);
});

/** Returns the number of its job. */
function makeCall(table, index) {
  const call = table.subarray(index * callLength, (index + 1) * callLength);
  const [kernel, count] = call;
  const job = call[callLength - 1];
  try {
    kernels[kernel](...call.subarray(2, 2 + count), number);
  } catch {
    Atomics.store(places, failed, 1);
  }
  return job;
}

function makeOneOfRound() {
  const index = Atomics.sub(places, left, 1) - 1;
  if (index < 0) return false;
  makeCall(calls, index);
  Atomics.add(places, done, 1);
  Atomics.notify(places, done);
  return true;
}

function makeOneOfBacklog() {
  for (;;) {
    const next = Atomics.load(backlog, taken);
    if (((Atomics.load(backlog, posted) - next) | 0) <= 0) return false;
    if (Atomics.compareExchange(backlog, taken, next, (next + 1) | 0) !== next) continue;
    const job = makeCall(later, next & (later.length / callLength - 1));
    Atomics.sub(backlog, job, 1);
    Atomics.notify(backlog, job);
    return true;
  }
}

for (;;) {
  const seen = Atomics.load(places, round);
  while (makeOneOfRound() || makeOneOfBacklog());
  for (let rest = looks; rest > 0 && Atomics.load(places, round) === seen; rest--);
  if (Atomics.wait(places, round, seen, idleMs) === 'timed-out') break;
}
`;
