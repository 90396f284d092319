/**
 * What the thread of a WebGPU engine does, as the program of a worker: it starts tfjs' own WebGPU backend on the adapter that Dawn gives it,
 * and does what it is told in the order in which it is told. Data that it is given have numbers above 0, those that its kernels make numbers
 * below, so neither side waits for the other to name them. As text, since a worker cannot load what Jest has compiled.
 */
export const threadSource = `
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { parentPort, workerData } = require('node:worker_threads');
const { webgpuPath, backendPath, replies } = workerData;
const answered = new Int32Array(workerData.signal);

const idOfNumber = new Map();
const numberOfId = new WeakMap();
let made = 0;
let gpu, core, backend, failure;
let isSoftware = false;

const adapterFacts = ({ info }) => ({
  vendor: info.vendor,
  architecture: info.architecture,
  device: info.device,
  description: info.description,
  isFallback: info.isFallbackAdapter === true,
});

function watch(device) {
  device.lost.then(({ reason, message }) => (failure = ['the device was lost', reason, message].filter(Boolean).join(', ')));
  device.onuncapturederror = ({ error }) => (failure ??= error.message);
}

function name(id, number) {
  idOfNumber.set(number, id);
  numberOfId.set(id, number);
}

function keep(id, { number, refCount }) {
  for (let more = 1; more < refCount; more++) backend.incRef(id);
  name(id, number);
}

function idOf(number) {
  const id = idOfNumber.get(number);
  if (id === undefined) throw new Error('there are no data of number ' + number);
  return id;
}

function numbered({ dataId, shape, dtype }) {
  if (!idOfNumber.has(numberOfId.get(dataId))) name(dataId, --made);
  return { number: numberOfId.get(dataId), shape, dtype };
}

/** What is not as foreseen has been taken for something else since. */
function checkForeseen(kernel, { dataId, shape, dtype }, foreseen) {
  if (dtype !== foreseen.dtype || String(shape) !== String(foreseen.shape))
    throw new Error(kernel + ' gave ' + dtype + ' [' + shape + '] where ' + foreseen.dtype + ' [' + foreseen.shape + '] was foreseen');
  idOfNumber.set(foreseen.number, dataId);
  if (!idOfNumber.has(numberOfId.get(dataId))) numberOfId.set(dataId, foreseen.number);
}

function compute({ kernel, inputs, attrs }) {
  const given = Array.isArray(inputs) ? [] : {};
  for (const key of Object.keys(inputs)) given[key] = known(inputs[key]);
  const out = run(kernel, given, attrs);
  return kernel === 'Cast' && out.dataId === given.x.dataId && out.dtype !== given.x.dtype ? castApart(out) : out;
}

const run = (kernel, inputs, attrs) => core.getKernel(kernel, 'webgpu').kernelFunc({ inputs, attrs, backend });

/** tfjs casts an integer to a float by saying that it is one. Kernels that copy (transposed, slices) do not compile on such a tensor. */
function castApart(shared) {
  const one = core.scalar(1, shared.dtype);
  const out = run('Multiply', { a: shared, b: one });
  backend.disposeData(shared.dataId);
  one.dispose();
  return out;
}

const known = (input) => input && { dataId: idOf(input.number), shape: input.shape, dtype: input.dtype };

async function begin() {
  const { create, globals } = await import(pathToFileURL(webgpuPath).href);
  Object.assign(globalThis, globals);
  gpu = create([]);
  Object.defineProperty((globalThis.navigator ??= {}), 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return {};
  core = createRequire(backendPath)('@tensorflow/tfjs-core');
  require(backendPath);
  core.env().set('PROD', true);
  if (!(await core.setBackend('webgpu'))) throw new Error('tfjs did not take the device');
  backend = core.backend();
  isSoftware = adapter.info.isFallbackAdapter === true;
  watch(backend.device);
  const kernels = core.getKernelsForBackend('webgpu').map(({ kernelName }) => kernelName);
  return { adapter: adapterFacts(adapter), version: core.version_core, kernels };
}

const naps = new Int32Array(new SharedArrayBuffer(4));

/** In each turn of the event loop Dawn looks for what is done. A driver that computes on the CPU had better have that time itself. */
function awaited(values) {
  if (!isSoftware) return values;
  let isWaiting = true;
  (function nap() {
    if (isWaiting) setImmediate(nap);
    Atomics.wait(naps, 0, 0, 1);
  })();
  return values.finally(() => (isWaiting = false));
}

let starting;

const deeds = {
  start: () => (starting ??= begin()),
  write({ values, ...given }) {
    keep(backend.write(values, given.shape, given.dtype), given);
  },
  fill({ value, ...given }) {
    keep(run('Fill', {}, { shape: given.shape, dtype: given.dtype, value }).dataId, given);
  },
  incRef: ({ number }) => backend.incRef(idOf(number)),
  dispose({ number, force, isGone }) {
    backend.disposeData(idOf(number), force);
    if (isGone) idOfNumber.delete(number);
  },
  run(asked) {
    const out = compute(asked);
    return Array.isArray(out) ? out.map(numbered) : numbered(out);
  },
  runForeseen({ outs, ...asked }) {
    [compute(asked)].flat().forEach((out, at) => checkForeseen(asked.kernel, out, outs[at]));
  },
  read: ({ number }) => awaited(backend.read(idOf(number))),
  memory: () => backend.memory(),
  clear() {
    for (const id of idOfNumber.values()) backend.disposeData(id, true);
    idOfNumber.clear();
  },
  letGo: () => backend?.device.destroy(),
};

const messageOf = (error) => String(error?.message ?? error);

const answer = (value) => (failure === undefined ? { value } : { failure });
const refusal = (error) => (failure === undefined ? { message: messageOf(error) } : { failure });

/** In the same turn where it can be: behind a promise, what is told next would come first. */
function answerTo(deed, given, reply) {
  try {
    const value = deeds[deed](given);
    if (!(value instanceof Promise)) return reply(answer(value));
    value.then(
      (settled) => reply(answer(settled)),
      // A device that is lost rejects what was asked of it before it says so.
      (error) => setImmediate(() => reply(refusal(error))),
    );
  } catch (error) {
    reply(refusal(error));
  }
}

let isAskerAsleep = false;

function wake(reply) {
  isAskerAsleep = false;
  replies.postMessage(reply);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}

parentPort.on('message', ({ deed, given, answers, turn }) => {
  if (answers === 'awake') {
    isAskerAsleep = true;
    answerTo(deed, given, wake);
  } else if (answers === 'later') answerTo(deed, given, (reply) => parentPort.postMessage({ turn, ...reply }));
  else answerTo(deed, given, ({ message }) => (failure ??= message));
});

// Of a callback: what it was to answer may never be answered.
process.on('uncaughtException', (error) => {
  failure ??= messageOf(error);
  if (isAskerAsleep) wake({ failure });
  parentPort.postMessage({ failure });
});
`;
