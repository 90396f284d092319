import type { Rows } from '../dataSets';
import type { Recipe } from '../training/Recipe';
import type { Trained } from '../training/Trained';

/** A fault: how a training differs from a healthy one, or what happens after it. */
export interface Fault {
  /** The ids of the causes that it injects; each is the name of a fault of its own. */
  readonly causes: readonly string[];
  readonly fits?: (architecture: string, data: string) => boolean;
  /** Whether nothing but a recording can show it. */
  readonly onlyRecorded?: boolean;
  /**
   * Where most of what is lost has to be lost: by the weights, so that training mode has lost it too, or by the statistics, so that it has not.
   * An injection that comes out as the other one has injected the other one.
   */
  readonly lostBy?: 'weights' | 'statistics';
  readonly recipe?: Partial<Recipe>;
  /** Whether the training is sound for all its recipe. */
  readonly afterSound?: boolean;
  /** Rows of the fit, made from healthy ones. */
  readonly fitted?: (rows: Rows, seed: number) => Rows;
  /** What becomes of the model after the fit. */
  readonly harm?: (trained: Trained) => void;
  /** Rows that are judged, made from those of the fit; `other` gives rows of the same set that it did not see. */
  readonly judged?: (rows: Rows, seed: number, other: () => Rows) => Rows;
}

/** By name; one of a single cause has its name. */
export type Faults = Readonly<Record<string, Fault>>;
