/**
 * What Winograd's F(2 x 2, 3 x 3) could save of a training step of ResNet50 at best, before it is built: each 3 x 3 convolution as it is now, beside the 16
 * smaller products that would take its place and the least that the transforms must move through memory (as many bytes, read and written once by the
 * simplest kernel, no arithmetic). Interleaved; medians. The transform of the filter is left out. Forward and the gradient of the input have
 * the same products; that of the filter stays as it is.
 *
 *     npx tsx bench/winograd.ts
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { conv2dInfo } from '../src/backends/wasm/conv2dInfo';
import { heapPlace, heapTensor } from '../src/backends/wasm/heapTensor';
import { convolution } from '../src/backends/wasm/own/convolution';
import { multiples, plainView } from '../src/backends/wasm/own/MatrixView';
import { multiply } from '../src/backends/wasm/own/product';
import { ownKernels } from '../src/backends/wasm/own/startOwnKernels';
import { patchGeometry2d } from '../src/backends/wasm/PatchGeometry';
import type { WasmBackend } from '../src/backends/wasm/wasmInternals';
import { median } from './shared/median';
import { wasmEngines } from './steps/engines';
import { networks } from './steps/networks/networks';
import { startWasm } from './steps/startWasm';

interface Shape {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
  readonly layers: number;
}

const repeats = 15;
const batch = 3;

function shapesOf(model: tf.LayersModel): readonly Shape[] {
  const found = new Map<string, Shape>();
  for (const layer of model.layers) {
    const { kernelSize, strides } = layer.getConfig() as { kernelSize?: number[]; strides?: number[] };
    if (String(kernelSize) !== '3,3' || String(strides) !== '1,1') continue;
    const [, size, , channels] = layer.inputSpec.length > 0 ? (layer.input as tf.SymbolicTensor).shape : [];
    const [, , , filters] = (layer.output as tf.SymbolicTensor).shape;
    const key = String([size, channels, filters]);
    const layers = (found.get(key)?.layers ?? 0) + 1;
    found.set(key, { size: size!, channels: channels!, filters: filters!, layers });
  }
  return [...found.values()];
}

function inScope<T>(work: () => T): T {
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
  }
}

const time = (work: () => void): number => {
  const start = performance.now();
  tf.tidy(work);
  return performance.now() - start;
};

/** Milliseconds: as it is, by products, for transforms. */
type Times = readonly [number, number, number];

function measured({ size, channels, filters }: Shape): Times {
  const backend = tf.backend() as unknown as WasmBackend;
  const kernels = ownKernels(backend)!;
  const x = tf.randomNormal<tf.Rank.R4>([batch, size, size, channels], 0, 1, 'float32', 1);
  const filter = tf.randomNormal<tf.Rank.R4>([3, 3, channels, filters], 0, 1, 'float32', 2);
  const info = conv2dInfo(x, filter, {
    strides: 1,
    pad: 'same',
    dataFormat: 'NHWC',
    dilations: 1,
  } as unknown as tf.Conv2DAttrs);
  const geometry = patchGeometry2d(info, info.outShape);
  const tiles = batch * Math.ceil(size / 2) ** 2;
  const [transformed, transformedFilter] = [
    tf.randomNormal([16 * tiles, channels], 0, 1, 'float32', 3),
    tf.randomNormal([16 * channels, filters], 0, 1, 'float32', 4),
  ];
  const products = heapTensor(backend, [16 * tiles, filters]);
  // A transform moves a quarter on one side and the whole on the other; this one the same on both.
  const rows = Math.round(16 * tiles * 0.625);
  const place = (tensor: tf.TensorInfo): number => heapPlace(backend, tensor);
  const moved = [channels, filters].map((columns) => {
    const one = place(tf.ones([columns]));
    const [from, to] = [tf.ones([rows, columns]), tf.ones([rows, columns])].map(place);
    return [rows, columns, [from!, one, one, one, to!]] as const;
  });
  const ways = [
    () => void convolution(backend, kernels, { x, filter }, geometry),
    () => {
      for (let i = 0; i < 16; i++)
        multiply(backend, kernels, {
          a: { view: plainView(transformed, tiles, channels, i * tiles * channels), transposed: false },
          b: {
            view: plainView(transformedFilter, channels, filters, i * channels * filters),
            transposed: false,
          },
          c: { tensor: products, rows: multiples(tiles, filters, i * tiles * filters) },
        });
    },
    () => {
      for (const [rows, columns, places] of moved) kernels.normalise(rows, columns, ...places);
    },
  ];
  const times = ways.map((): number[] => []);
  for (let round = 0; round < repeats; round++)
    for (const [i, way] of ways.entries()) times[i]!.push(time(way));
  return times.map(median) as [number, number, number];
}

async function main(): Promise<void> {
  console.log(await startWasm(wasmEngines['wasm']!));
  const model = networks['resnet50']!.build();
  let [now, then] = [0, 0];
  console.log('  convolution                 layers   as it is   16 products   transforms, at least');
  for (const shape of shapesOf(model)) {
    const [whole, products, transforms] = inScope(() => measured(shape));
    now += 2 * shape.layers * whole;
    then += 2 * shape.layers * Math.min(whole, products + transforms);
    console.log(
      `  ${`${shape.size} x ${shape.size}, ${shape.channels} to ${shape.filters}`.padEnd(26)} ${String(shape.layers).padStart(7)} ${whole.toFixed(1).padStart(7)} ms ${products.toFixed(1).padStart(10)} ms ${transforms.toFixed(1).padStart(14)} ms`,
    );
  }
  console.log(
    `Forward and gradient of the input of all these: ${now.toFixed(0)} ms as they are, ${then.toFixed(0)} ms at best: ${(now - then).toFixed(0)} ms of a step.`,
  );
}

void main();
