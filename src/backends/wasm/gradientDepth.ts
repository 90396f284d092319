import * as tf from '@tensorflow/tfjs';
import { finishResultsOf } from './own/Unfinished';
import { skipUnwantedGradients } from './unwantedGradients';

type Engine = ReturnType<typeof tf.engine>;
type Gradients = Engine['gradients'];
type MarkedGradients = Gradients & { [depthKey]?: { depth: number } };

const depthKey = Symbol.for('tfjs-wasm-training.gradientDepth');

/**
 * Says whether gradients are being computed right now: 0 for no, more than 1 for gradients of gradients. `engine.gradients` is what `grads`, `variableGrads` and every
 * optimizer go through; it is synchronous and holds forward and backward pass, so a counter around it is the whole answer.
 */
export function gradientDepth(): () => number {
  const engine = tf.engine();
  const holder = engine as unknown as { gradients: MarkedGradients };
  const stock = holder.gradients;
  const state = stock[depthKey] ?? { depth: 0 };
  if (stock[depthKey] === undefined) {
    const counted: MarkedGradients = function <T extends tf.Tensor>(
      f: () => T,
      xs: tf.Tensor[],
      dy?: T,
      allowNoGradients?: boolean,
    ) {
      state.depth += 1;
      const forward = (): T => {
        const y = f();
        // Outermost only: what is a function of `xs` may be one of those of an outer call as well.
        if (state.depth === 1) skipUnwantedGradients(engine.state.activeTape, xs);
        return y;
      };
      try {
        return stock.call(engine, forward, xs, dy, allowNoGradients) as { value: T; grads: tf.Tensor[] };
      } catch (error) {
        if (state.depth === 1) disposeTape(engine.state);
        throw error;
      } finally {
        state.depth -= 1;
        if (state.depth === 0) finishResultsOf(engine.registry['wasm']);
      }
    };
    counted[depthKey] = state;
    holder.gradients = counted;
  }
  return () => state.depth;
}

/** The same question where nobody has handed the counter on; no, where `gradientDepth` has never been asked. */
export const isComputingGradients = (): boolean =>
  ((tf.engine() as unknown as { gradients: MarkedGradients }).gradients[depthKey]?.depth ?? 0) > 0;

/** tfjs keeps what the tape saved for the backward pass for ever when either pass throws. */
function disposeTape(state: Engine['state']): void {
  // Null after a backward pass, whatever its type says.
  const tape = state.activeTape as Engine['state']['activeTape'] | null | undefined;
  for (const { saved } of tape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
