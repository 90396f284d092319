import { writeModel, type WrittenModel } from '../../src/savedModels/writing/writeModel';

/** Model `of` in bytes: three weights of its own number, and a recording that says so. */
export function modelOfNumber(of: number): WrittenModel {
  const weight = (name: string, size: number): WrittenModel['weights'][number] => ({
    spec: { name, shape: [size], dtype: 'float32' },
    bytes: new Uint8Array(new Float32Array(size).fill(of).buffer),
  });
  return {
    content: { modelTopology: { number: of }, format: 'layers-model' },
    weights: [weight('a', 10), weight('b', 200_000), weight('c', 1)],
    recording: of === 0 ? undefined : { number: of },
  };
}

/** Until it is killed. */
async function saveForEver(folder: string): Promise<void> {
  for (let turn = 1; ; turn++) {
    await writeModel(folder, modelOfNumber(turn % 3));
    if (turn === 1) process.stdout.write('saving\n');
  }
}

if (require.main === module) void saveForEver(process.argv[2]!);
