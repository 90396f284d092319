/** A consumer with the tarball in its node_modules. */
export interface Installed {
  readonly name: string;
  readonly folder: string;
}

const variable = 'JEST_MODEL_REGRESSION_E2E_CONSUMERS';

/** Jest's workers see the environment that its global setup leaves. */
export function rememberInstalled(consumers: readonly Installed[]): void {
  process.env[variable] = JSON.stringify(consumers);
}

/** The consumers with the two ends of what is supported. */
export function installedConsumers(): readonly Installed[] {
  return remembered().filter(({ name }) => name.startsWith('Jest '));
}

export function installedExamples(): readonly Installed[] {
  return remembered().filter(({ name }) => !name.startsWith('Jest '));
}

function remembered(): readonly Installed[] {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is empty: end-to-end tests need their global setup.`);
  return JSON.parse(value) as readonly Installed[];
}
