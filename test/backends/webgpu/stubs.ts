import type { Packages } from '../project';

export interface Gpu {
  readonly adapter: object | null;
  /** Code that runs when the device is there. */
  readonly then?: string;
}

export const aGpu = {
  vendor: 'nvidia',
  architecture: 'hopper',
  device: '',
  description: 'NVIDIA H100',
  isFallbackAdapter: false,
};

/**
 * The two packages that WebGPU is made of, for a machine without a GPU. The backend stands on tfjs' own JavaScript engine, and like the real
 * one it gives numbers to those only who can wait for them.
 */
export const webgpuPackages = ({ adapter, then = '' }: Gpu): Packages => ({
  webgpu: {
    'package.json': JSON.stringify({ name: 'webgpu', type: 'module', main: 'index.js' }),
    'index.js': `
      export const globals = { GPUBufferUsage: {} };
      export const create = () => ({ requestAdapter: async () => (${JSON.stringify(adapter)} && { info: ${JSON.stringify(adapter)} }) });`,
  },
  '@tensorflow/tfjs-core': 'real',
  '@tensorflow/tfjs-backend-cpu': 'real',
  '@tensorflow/tfjs-backend-webgpu': {
    'index.js': `
      const tf = require('@tensorflow/tfjs-core');
      require('@tensorflow/tfjs-backend-cpu');
      if (navigator.gpu === undefined || globalThis.GPUBufferUsage === undefined) throw new Error('no WebGPU');
      const device = { destroy() { this.tellLost({ reason: 'destroyed', message: '' }); } };
      device.lost = new Promise((resolve) => (device.tellLost = resolve));
      tf.registerBackend('webgpu', () => {
        const backend = tf.findBackendFactory('cpu')();
        const read = backend.readSync.bind(backend);
        backend.read = async (id) => {
          await new Promise((done) => setTimeout(done, 5));
          if (device.isGone) throw new Error('');
          return read(id);
        };
        return Object.assign(backend, { device });
      });
      tf.copyRegisteredKernels('cpu', 'webgpu');
      ${then}`,
  },
});
