import { canonicalMetrics, type Logs } from '../probes/recording/canonicalMetrics';

/** Lines at most this often: a fit of a thousand quick epochs does not flood the terminal. */
const intervalMs = 500;

interface Progress {
  onEpochEnd(epoch: number, logs: Logs): Promise<void>;
  onTrainBegin(): Promise<void>;
  onTrainEnd(): Promise<void>;
  onEpochBegin(): Promise<void>;
  onBatchBegin(): Promise<void>;
  onBatchEnd(): Promise<void>;
  setParams(): void;
  setModel(): void;
}

/** A callback that prints a line per epoch to a terminal. None inside Jest, which owns the terminal, and in pipes. */
export function progressCallback(epochs: number): readonly Progress[] {
  if (process.env.JEST_WORKER_ID !== undefined || !process.stderr.isTTY) return [];
  const start = Date.now();
  let printed = -Infinity;
  const nothing = async (): Promise<void> => undefined;
  const onEpochEnd = async (epoch: number, logs: Logs): Promise<void> => {
    const now = Date.now();
    if (now - printed < intervalMs && epoch + 1 < epochs) return;
    printed = now;
    const metrics = Object.entries(await canonicalMetrics(logs)).map(
      ([name, value]) => `${name} ${value.toPrecision(4)}`,
    );
    process.stderr.write(
      `epoch ${epoch + 1}/${epochs}  ${metrics.join('  ')}  ${((now - start) / 1000).toFixed(1)} s\n`,
    );
  };
  return [
    {
      onEpochEnd,
      onTrainBegin: nothing,
      onTrainEnd: nothing,
      onEpochBegin: nothing,
      onBatchBegin: nothing,
      onBatchEnd: nothing,
      setParams: () => undefined,
      setModel: () => undefined,
    },
  ];
}
