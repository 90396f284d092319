import { createRequire } from 'node:module';
import { Command, InvalidArgumentError } from 'commander';
import { reported } from './reported';

/** The part of `savedDiagnosis/` that is used. Its types lead to TensorFlow.js, and a command starts without. */
interface Saved {
  diagnoseSaved(model: string, options: object): Promise<Diagnosis>;
}

interface Diagnosis {
  readonly consistent: boolean;
  readonly verdict: { readonly kind: string };
  toString(): string;
}

interface Options {
  readonly data: string;
  readonly recording?: string;
  readonly fitTime?: Readonly<Record<string, number>>;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly classNames?: readonly string[];
  readonly recalibrate?: string;
  readonly thorough?: boolean;
  readonly otherEngine?: boolean;
  readonly json?: boolean;
  readonly html?: string;
}

/** `jest-model-regression diagnose MODEL`: what a matcher would say, of a saved model and without a test. */
export function diagnoseCommand(): Command {
  return new Command('diagnose')
    .description(
      'whether a saved model predicts what its training promised, and why not; exit code 0 if it does, 1 if it does not, 2 if that cannot be judged',
    )
    .argument('<model>', "the model's folder, or its model.json")
    .requiredOption(
      '--data <file>',
      'the rows that it was trained on: .npz, .safetensors or .json, with xs and ys',
    )
    .option('--recording <file>', 'the recording of its training (default: recording.json beside the model)')
    .option('--fit-time <metrics>', 'what fit reported for its last epoch: acc=0.98,loss=0.1', metricsIn)
    .option('--batch-size <rows>', 'rows in a batch of the fit (default: that of the recording)', wholeNumber)
    .option('--seed <number>', 'of the batchings (default: 1)', wholeNumber)
    .option(
      '--class-names <names>',
      'names of the classes, in the order of the model: cat,dog',
      (names: string) => names.split(','),
    )
    .option(
      '--recalibrate <folder>',
      'write the model with recalibrated BatchNorm statistics to a new folder',
    )
    .option('--thorough', 'look for what costs more than eight predictions, too')
    .option('--other-engine', "predict up to 64 rows on TensorFlow.js' own cpu engine too")
    .option('--html <file>', 'write a page with charts, in one file')
    .option('--json', 'as JSON')
    .action(
      reported(async (model: string, { json = false, ...options }: Options) => {
        const diagnosis = await loaded().diagnoseSaved(model, { ...options, doing });
        process.stdout.write(`${json ? JSON.stringify(diagnosis, null, 2) : String(diagnosis)}\n`);
        process.exitCode = exitCode(diagnosis);
      }),
    );
}

/** TensorFlow.js takes a second to load: only once there is something to diagnose. */
const loaded = (): Saved => createRequire(__filename)('../savedDiagnosis/diagnoseSaved') as Saved;

/** NaN and Infinity leave nothing to judge. */
function exitCode({ consistent, verdict }: Diagnosis): 0 | 1 | 2 {
  if (verdict.kind === 'non-finite') return 2;
  return consistent ? 0 : 1;
}

/** On a terminal only: what takes long says what it is. */
function doing(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${what} ...\n`);
}

function metricsIn(text: string): Readonly<Record<string, number>> {
  const pairs = text.split(',').map((pair) => pair.split('='));
  if (
    pairs.some(
      ([name, value]) => !name || value === undefined || value.trim() === '' || Number.isNaN(Number(value)),
    )
  )
    throw new InvalidArgumentError('Give names and numbers: acc=0.98,loss=0.1');
  return Object.fromEntries(pairs.map(([name, value]) => [name!.trim(), Number(value)]));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number, 1 or more.');
  return value;
}
