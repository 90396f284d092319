import type { LayersModel, Tensor } from '@tensorflow/tfjs';

/** A loss or metric as tfjs calls it. */
export type TensorFunction = (yTrue: Tensor, yPred: Tensor) => unknown;

/** What tfjs makes of the arguments of `compile`. */
export interface Compiled {
  /** One per output; undefined where a dictionary of losses misses it. */
  readonly losses: readonly (TensorFunction | undefined)[];
  /** Of each output, as the history of `fit` has it: `loss`, or `digit_loss` where there are several outputs. */
  readonly lossNames: readonly string[];
  readonly metrics: readonly CompiledMetric[];
}

export interface CompiledMetric {
  readonly of: TensorFunction;
  readonly output: number;
  /** As in `model.metricsNames`: `digit_acc`. */
  readonly name: string;
  /** As in the history of `fit`, where two of one name are `digit_acc_0` and `digit_acc_1`. */
  readonly reported: string;
}

/** The fields that `compile` fills (tfjs-layers/src/engine/training.ts). */
export interface CompileState {
  readonly lossFunctions: Compiled['losses'];
  readonly metricsNames: readonly string[];
  readonly metricsTensors: readonly (readonly [TensorFunction, number])[];
}

/** What a model is compiled with; undefined where it is not. A Sequential hands `compile` on to a model inside it. */
export function compiledIn(model: LayersModel): Compiled | undefined {
  const state = ((model as { model?: LayersModel }).model ?? model) as unknown as Partial<CompileState>;
  return state.lossFunctions === undefined ? undefined : compiledOf(state as CompileState);
}

export function compiledOf({ lossFunctions, metricsNames, metricsTensors }: CompileState): Compiled {
  const reported = deduped(metricsNames);
  // Where there are several outputs, their losses come after the total and before the metrics.
  const losses = lossFunctions.length > 1 ? lossFunctions.length : 0;
  return {
    losses: lossFunctions,
    lossNames: losses === 0 ? reported.slice(0, 1) : reported.slice(1, 1 + losses),
    metrics: metricsTensors.slice(losses).map(([of, output], i) => ({
      of,
      output,
      name: metricsNames[1 + losses + i]!,
      reported: reported[1 + losses + i]!,
    })),
  };
}

/** `getDedupedMetricsNames` of tfjs: every one of several equals gets a number. */
function deduped(names: readonly string[]): readonly string[] {
  const equals = (all: readonly string[], name: string): number =>
    all.filter((other) => other === name).length;
  return names.map((name, i) =>
    equals(names, name) > 1 ? `${name}_${equals(names.slice(0, i), name)}` : name,
  );
}
