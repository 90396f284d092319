/**
 * Values and gradients of what networks are trained with, on our WASM engine and on another one, over shapes that are drawn: odd sizes, one channel,
 * asymmetric padding, strides longer than the window (no dilation: tfjs has no gradient of it). For each operation the largest difference is printed, in parts of the largest
 * number of the other engine, and where it was found.
 *
 *     npm run fuzz -- --against tensorflow       TensorFlow itself, through tfjs-node (npm run bench:peers builds it)
 *     npm run fuzz -- --against cpu              tfjs' JavaScript engine
 *     npm run fuzz -- --against tensorflow --samples 1000 --seed 7 --operations conv2d,matMul
 *
 * Exit code 1 where a difference is larger than its bound (`boundOf`). Both engines add in float32, in orders of their own: sums of n products of numbers up to 1
 * may differ by some n * 6e-8.
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { Command, Option } from 'commander';
import fc from 'fast-check';
import { compared } from './fuzz/compared';
import { boundOf, operations } from './fuzz/operations';
import { startTfjsNode } from './shared/startTfjsNode';
import { startWasm } from './steps/startWasm';

interface Options {
  readonly against: 'tensorflow' | 'cpu';
  readonly samples: number;
  readonly seed: number;
  readonly operations: readonly string[];
}

interface Worst {
  readonly difference: number;
  readonly says: string;
}

const startOther = (name: Options['against']): string =>
  name === 'cpu' ? `the JavaScript engine of tfjs ${tf.version.tfjs}` : startTfjsNode();

async function main({ against, samples, seed, operations: names }: Options): Promise<void> {
  const ours = await startWasm({ shared: true, kernels: {} });
  console.log(`${ours}\nagainst ${startOther(against)}; ${samples} samples each, seed ${seed}\n`);
  console.log(`${'operation'.padEnd(26)}   value  gradient   largest difference in`);
  let isWithin = true;
  for (const name of names) {
    let [value, gradient]: Worst[] = [
      { difference: 0, says: '' },
      { difference: 0, says: '' },
    ];
    for (const [index, drawn] of fc.sample(operations[name]!, { seed, numRuns: samples }).entries()) {
      const found = await compared(drawn, ['wasm', against], seed + index);
      if (found.value >= value!.difference) value = { difference: found.value, says: drawn.says };
      if (found.gradient >= gradient!.difference) gradient = { difference: found.gradient, says: drawn.says };
    }
    const bound = boundOf(name);
    const worst = value!.difference > gradient!.difference ? value! : gradient!;
    isWithin &&= worst.difference <= bound;
    console.log(
      `${name.padEnd(26)} ${value!.difference.toExponential(1)}   ${gradient!.difference.toExponential(1)}   ${worst.says}${worst.difference > bound ? '   <- TOO FAR' : ''}`,
    );
  }
  console.log(`\n${isWithin ? 'All' : 'Not all'} within their bounds.`);
  process.exitCode = isWithin ? 0 : 1;
}

const listed = (text: string): readonly string[] => {
  const names = text.split(',');
  const unknown = names.filter((name) => !(name in operations));
  if (unknown.length > 0)
    throw new Error(
      `no operation is called ${unknown.join(', ')}: there are ${Object.keys(operations).join(', ')}`,
    );
  return names;
};

void new Command('fuzz')
  .addOption(
    new Option('--against <engine>', 'the other engine').choices(['tensorflow', 'cpu']).default('tensorflow'),
  )
  .option('--samples <number>', 'how many shapes of each operation', Number, 200)
  .option('--seed <number>', 'of shapes and numbers', Number, 1)
  .option('--operations <names>', 'some of them, with commas between', listed, Object.keys(operations))
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 2;
  });
