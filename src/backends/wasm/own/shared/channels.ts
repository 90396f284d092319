import type { OwnKernels } from '../OwnKernels';
import type { Shares } from './Shares';

type OverChannels = 'divided' | 'normalisingFactors' | 'gradientFactors' | 'followed';

/** One number for each channel: never enough to be shared out. */
export function sharedChannels({ runner }: Shares): Pick<OwnKernels, OverChannels> {
  const whole =
    (kernel: OverChannels) =>
    (...args: readonly number[]): void =>
      runner.run([{ kernel, args }]);
  return {
    divided: whole('divided'),
    normalisingFactors: whole('normalisingFactors'),
    gradientFactors: whole('gradientFactors'),
    followed: whole('followed'),
  };
}
