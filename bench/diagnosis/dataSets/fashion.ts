import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { peers } from '../../steps/engines';
import { type Drawn, halved } from './Drawn';

export const fashionFolder = path.join(peers, 'data/fashion-mnist');

const contents = (name: string, header: number): Uint8Array =>
  gunzipSync(readFileSync(path.join(fashionFolder, name))).subarray(header);

/** Pictures of clothes, those for testing: T-shirts, trousers, pullovers and dresses, 28 x 28 averaged to 14 x 14, numbers from 0 to 1. */
export function fashion(random: () => number, rows: number): Drawn {
  const labels = contents('t10k-labels-idx1-ubyte.gz', 8);
  const pixels = contents('t10k-images-idx3-ubyte.gz', 16);
  const ofClass = [0, 1, 2, 3].map((kind) => [...labels.keys()].filter((at) => labels[at] === kind));
  const classOf = Array.from({ length: rows }, (_, row) => row % ofClass.length);
  const values = classOf.map((kind) => {
    const at = ofClass[kind]![Math.floor(random() * ofClass[kind]!.length)]!;
    return halved(Float64Array.from(pixels.subarray(784 * at, 784 * (at + 1)), (pixel) => pixel / 255));
  });
  return { values, classOf };
}
