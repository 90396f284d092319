import { createRequire } from 'node:module';
import type * as JestEnvironmentNode from 'jest-environment-node';

/**
 * The node environment of the Jest that is running. A dependency or peer of ours could be another version beside it
 * (npm puts 30 next to a 29.7), so the way leads through Jest's own dependencies, which strict installs allow too.
 */
export function nodeEnvironmentOfJest(): typeof JestEnvironmentNode.TestEnvironment {
  let requireFrom = createRequire(__filename);
  for (const name of ['jest', '@jest/core', 'jest-config']) {
    requireFrom = createRequire(requireFrom.resolve(`${name}/package.json`));
  }
  const { TestEnvironment } = requireFrom('jest-environment-node') as typeof JestEnvironmentNode;
  return TestEnvironment;
}
