import type { CustomCallbackArgs } from '@tensorflow/tfjs';
import { tell } from './tell';

/** A callback that tells the loss, accuracy and seconds of every epoch, and keeps the seconds. */
export function epochTold(epochs: number, seconds: number[]): CustomCallbackArgs {
  let start = 0;
  return {
    onEpochBegin: () => {
      start = performance.now();
    },
    onEpochEnd: (epoch, logs) => {
      const took = (performance.now() - start) / 1000;
      seconds.push(took);
      const [loss, accuracy] = [Number(logs?.loss), Number(logs?.acc)];
      const step = `${String(epoch + 1).padStart(2)}/${epochs}`;
      tell(`  epoch ${step}   loss ${figure(loss)}   accuracy ${accuracy.toFixed(3)}   ${took.toFixed(1)} s`);
    },
  };
}

function figure(loss: number): string {
  return (loss >= 1e-3 ? loss.toFixed(4) : loss.toExponential(2)).padStart(9);
}
