import type { BackendReport, Engine } from './Backend';

const engineNames: Record<Engine, string> = {
  cuda: 'CUDA',
  native: 'native TensorFlow',
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'pure JavaScript',
};

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Why an engine does not start, and what to do about it. */
interface Failure {
  readonly why: string;
  readonly next: string;
}

const without = 'set MODEL_REGRESSION_BACKEND=wasm to do without';

const installNative = (packageName: string): string =>
  `npx jest-model-regression install-native --tensorflow FOLDER${packageName.endsWith('-gpu') ? ' --gpu' : ''}`;

/** Every sentence about engines. */
export const backendText = {
  notStarted: 'backendReport() was called before an engine was started: await startBackend() first.',

  report: ({
    engine,
    device,
    simd,
    threads,
    trainingKernels,
    fusedMultiplyAdd,
    wideProducts,
    versions,
    notes,
  }: BackendReport): string =>
    [
      `${engineNames[engine]}${engine === 'wasm' ? (simd ? ' with SIMD' : ' without SIMD') : ''}`,
      ` (${versions.backend}), ${count(threads, 'thread')}, on ${device}`,
      `; ${trainingKernels} training kernels${fusedMultiplyAdd ? ' with fused multiply-add' : ''}${wideProducts ? ', 256 bits wide' : ''}`,
      `; tfjs ${versions.tfjs}, node ${versions.node}`,
      ...notes.map((note) => `; ${note}`),
    ].join(''),

  unknownEngine: (given: unknown): string =>
    `startBackend() got engine ${JSON.stringify(given)}; it takes 'auto', 'cuda', 'native', 'webgpu', 'wasm' or 'cpu'.`,

  unknownInEnvironment: (given: string): string =>
    `The environment variable MODEL_REGRESSION_BACKEND is ${JSON.stringify(given)}; it takes 'auto', 'cuda', 'native', 'webgpu', 'wasm' or 'cpu'. ` +
    'Next: correct it, or leave it out for the best engine that is there.',

  unknownOption: (name: string): string => `startBackend() has no option '${name}'; it takes 'engine'.`,

  alreadyRuns: (asked: Engine, running: Engine): string =>
    `startBackend({ engine: '${asked}' }): the engine '${running}' runs already in this process. ` +
    'Ask for the engine before anything is trained or predicted.',

  notInstalled: (packageName: string): string =>
    `${packageName} is not installed: npm install --save-dev ${packageName}@~4.22.0`,

  addonMissing: (packageName: string): Failure => ({
    why: 'its native addon was not built or downloaded; npm 11 warns about install scripts and npm 12 blocks them',
    next: `npm install-scripts approve ${packageName}, then npm rebuild`,
  }),

  nativeFailed: (packageName: string, why: string): Failure => ({
    why,
    next: `build it on a TensorFlow of today, ${installNative(packageName)}, or ${without}`,
  }),

  webgpuFailed: (why: string): Failure => ({
    why,
    next: `install it anew, npm install --save-dev webgpu, or ${without}`,
  }),

  cannotLoad: (packageName: string, { why, next }: Failure): string =>
    `${packageName} is installed but cannot load: ${why}. Next: ${next}`,

  usedInstead: (cannotLoad: string, engine: string): string => `${cannotLoad}. ${engine} is used instead.`,

  noGpu: (packageName: string): string =>
    `${packageName} found no CUDA device, and computes on the CPU. Next: nvidia-smi shows whether there is one; driver, CUDA and cuDNN must fit its TensorFlow, ` +
    `which another takes the place of by ${installNative(packageName)}`,

  webgpuMissing: 'webgpu is not installed: npm install --save-dev webgpu',

  noAdapter:
    'webgpu found no GPU. Next: install a driver for Vulkan (on Linux with libvulkan.so.1, in a container with the graphics capability), Metal or D3D12, ' +
    `or ${without}`,

  onlyFallback: (name: string): string =>
    `webgpu found no GPU, only ${name}, which computes on the CPU and is slower than WASM. Next: install the driver of the GPU, or ${without}`,

  fallbackAdapter: 'this adapter computes on the CPU: right, and slower than WASM',

  gpuFailed: (why: string): string =>
    `WebGPU has failed: ${why}. What was computed since is lost.\n` +
    'Next: run the test file again, with smaller batches if memory ran out, or with MODEL_REGRESSION_BACKEND=wasm.',

  noSimd: 'this machine has no WASM SIMD: expect training to be several times slower',

  wasmDidNotStart: (why: string): string =>
    `The WASM engine did not start: ${why}. The pure JavaScript engine is not used instead, it is 40 times slower. ` +
    'Reinstall @tensorflow/tfjs-backend-wasm, and look that its dist folder holds tfjs-backend-wasm-simd.wasm.',

  cpuDidNotStart: 'The pure JavaScript engine did not start.',

  versionsDiffer: (packageName: string, version: string, tfjs: string): string =>
    `${packageName} is version ${version}, @tensorflow/tfjs is version ${tfjs}: they must be the same 4.22.x. ` +
    `Run: npm install --save-dev @tensorflow/tfjs@~4.22.0 ${packageName}@~4.22.0`,

  secondCore: (packageName: string, ours: string, theirs: string): string =>
    `There are two copies of @tensorflow/tfjs-core: @tensorflow/tfjs uses ${ours}, ${packageName} uses ${theirs}. ` +
    "Give both packages the same version in package.json (~4.22.0), then run 'npm dedupe'.",
};
