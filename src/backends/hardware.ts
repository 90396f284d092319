import { availableParallelism, cpus } from 'node:os';

/** The CPU by its own name, as the operating system has it. */
export function cpuName(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown CPU';
  return `${model} (${cores.length} ${cores.length === 1 ? 'core' : 'cores'})`;
}

export const cpuThreads = (): number => availableParallelism();
