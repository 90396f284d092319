import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import type { PredictedOutput } from './Predictions';

/** `argmax`: the largest number of the last axis. `threshold`: each number, above 0.5 or not. `none`: no decision. */
type Decision = 'argmax' | 'threshold' | 'none';

/**
 * How an output is read: by the activation of its layer (softmax, sigmoid), else as a distribution if every row of it is one.
 * Logits and regressions look alike: of them nobody can tell.
 */
export function decisionOf(model: LayersModel, index: number, output: PredictedOutput): Decision {
  const activation = activationOf(model.outputs[index]);
  const classes = output.shape.at(-1) ?? 1;
  if (/softmax/i.test(activation)) return 'argmax';
  if (/sigmoid/i.test(activation)) return 'threshold';
  return output.shape.length > 1 && classes > 1 && isDistribution(output.values, classes) ? 'argmax' : 'none';
}

/** Of the layer that made the tensor, of a nested model's own output, of a wrapped layer. */
function activationOf(tensor: SymbolicTensor | undefined): string {
  if (tensor === undefined) return '';
  const layer = tensor.sourceLayer as unknown as {
    readonly outputs?: readonly SymbolicTensor[];
    getClassName(): string;
    getConfig(): { activation?: unknown; layer?: { config?: { activation?: unknown } } };
  };
  if (layer.outputs !== undefined) return activationOf(layer.outputs[tensor.outputTensorIndex ?? 0]);
  const name = layer.getClassName();
  if (name === 'Softmax') return name;
  try {
    const { activation, layer: wrapped } = layer.getConfig();
    const found = activation ?? wrapped?.config?.activation;
    return typeof found === 'string' ? found : '';
  } catch {
    // A layer of somebody's own without a config has no activation that could be read.
    return '';
  }
}

function isDistribution(values: PredictedOutput['values'], classes: number): boolean {
  for (let start = 0; start < values.length; start += classes) {
    let sum = 0;
    for (let i = start; i < start + classes; i++) {
      if (!(values[i]! >= 0)) return false;
      sum += values[i]!;
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}
