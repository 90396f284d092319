import type { Decision } from './Decision';
import type { Numbers, NumberType } from './Numbers';

/** What an output is, whatever its numbers are. */
export interface OutputDescription {
  readonly name: string;
  readonly dtype: NumberType;
  /** Rows first. */
  readonly shape: readonly number[];
  readonly decision: Decision;
  /** One name for each number of the last axis. */
  readonly classes?: readonly string[];
}

/** An output as the text of a snapshot describes it. */
export interface DescribedOutput extends OutputDescription {
  /** Whether the true class of each row is kept with it. */
  readonly labelled?: true;
}

/** An output with its numbers, and the true class of each row if the test gave it. */
export interface OutputNumbers extends OutputDescription {
  readonly values: Numbers;
  readonly labels?: Int32Array;
}

/** Where a prediction was made. Kept for the reader; it never makes a difference by itself. */
export interface Environment {
  readonly engine: string;
  readonly device: string;
  readonly tfjs: string;
  readonly backend: string;
  readonly node: string;
  /** Name and version in the package.json of the project. */
  readonly project?: string;
  /** `fixed`: loaded, or made by hand. `trained`: by a fit in the test itself. */
  readonly weights: 'fixed' | 'trained';
  /** The seed of `train`. */
  readonly seed?: number;
}

/** A file beside the `.snap` file with the exact numbers. */
export interface SideFile {
  readonly name: string;
  readonly byteLength: number;
  readonly sha256: string;
}

interface SnapshotHead {
  /** A digest of the inputs: other inputs explain other predictions. */
  readonly inputs: string;
  readonly environment: Environment;
}

/** The numbers are in the text itself. */
export interface SmallSnapshot extends SnapshotHead {
  readonly kind: 'small';
  readonly outputs: readonly OutputNumbers[];
}

/** The text holds a summary, and the numbers are beside it. */
export interface LargeSnapshot extends SnapshotHead {
  readonly kind: 'large';
  readonly outputs: readonly DescribedOutput[];
  readonly file: SideFile;
}

export type PredictionSnapshot = SmallSnapshot | LargeSnapshot;

/** A prediction as it comes from a model, to be kept or compared. */
export interface Prediction extends SnapshotHead {
  readonly outputs: readonly OutputNumbers[];
}
