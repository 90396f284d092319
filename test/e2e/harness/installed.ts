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

export function installedConsumers(): readonly Installed[] {
  const remembered = process.env[variable];
  if (!remembered) throw new Error(`${variable} is empty: end-to-end tests need their global setup.`);
  return JSON.parse(remembered) as readonly Installed[];
}
