import { sealOf } from '../../files/json/seal';
import { given } from '../../input/given';
import type { Recording } from './Recording';

type Holds = (value: unknown) => boolean;

const isText: Holds = (value) => typeof value === 'string';
const isCount: Holds = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** JSON has no NaN and no Infinity: it writes null. */
const isNumber: Holds = (value) => typeof value === 'number' || value === null;
const isAbsent: Holds = (value) => value === undefined;
const listOf =
  (holds: Holds): Holds =>
  (value) =>
    Array.isArray(value) && value.every(holds);
const recordOf =
  (holds: Holds): Holds =>
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(holds);
const either =
  (...all: readonly Holds[]): Holds =>
  (value) =>
    all.some((holds) => holds(value));
const withFields =
  (fields: Readonly<Record<string, Holds>>): Holds =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, holds]) => holds((value as Record<string, unknown>)[name]));

const statistic = either(isNumber, listOf(isNumber));
const weights = recordOf(isNumber);

const required: Readonly<Record<string, Holds>> = {
  version: (value) => value === 1 || value === 2,
  epochs: listOf(recordOf(isNumber)),
  lastEpoch: listOf(
    withFields({ size: isCount, metrics: recordOf(isNumber), print: either(isCount, isAbsent) }),
  ),
  updates: isCount,
  batchSize: isCount,
  rows: isCount,
  penalty: isNumber,
  dataDigest: isText,
  weightsDigest: isText,
  batchNormStart: recordOf(withFields({ mean: statistic, variance: statistic })),
} satisfies Partial<Record<keyof Recording, Holds>>;

const print = withFields({ digest: isText, norm: isNumber, sample: listOf(isNumber) });
const isYesOrNo: Holds = (value) => typeof value === 'boolean';

const optional: Readonly<Record<string, Holds>> = {
  losses: listOf(isText),
  classWeight: either(weights, listOf(weights), recordOf(weights)),
  frozenMoved: listOf(isText),
  inputsDigest: isText,
  targetsDigest: isText,
  labels: listOf(either(listOf(isCount), (value) => value === null)),
  changes: withFields({ inputs: isYesOrNo, targets: isYesOrNo }),
  layers: listOf(print),
  movingStatistics: listOf(withFields({ updates: isCount, layers: listOf(listOf(isNumber)) })),
  shuffled: isYesOrNo,
  seed: Number.isSafeInteger,
  // Of the file and not of the fit: the model that it lies beside, and the digest of all the rest.
  ofModel: isText,
  integrity: isText,
};

/**
 * What is wrong with parsed JSON that should be a recording, as a sentence part: "one whose `epochs` is ..."; undefined for a whole one. A
 * name that no recording has counts: it may be the damaged one of the digest.
 */
export function recordingComplaint(parsed: Readonly<Record<string, unknown>>): string | undefined {
  const wrong =
    Object.keys(required).find((name) => !required[name]!(parsed[name])) ??
    Object.keys(optional).find((name) => parsed[name] !== undefined && !optional[name]!(parsed[name]));
  if (wrong !== undefined) return `one whose \`${wrong}\` is ${given(parsed[wrong])}`;
  const unknown = Object.keys(parsed).find((name) => !(name in required) && !(name in optional));
  if (unknown !== undefined) return `one with ${JSON.stringify(unknown)}, which no recording has`;
  return sealOf(parsed) === 'broken' ? 'damaged: it is not what was written, its digest says' : undefined;
}
