import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { consumerCopy } from '../e2e/harness/consumerCopy';
import { installedConsumers } from '../e2e/harness/installed';

test.each(installedConsumers())('$name: a matcher that nobody awaits is a lint error', async (consumer) => {
  const { folder, remove } = consumerCopy(consumer, path.join(__dirname, 'projects/lint'));
  try {
    const [result] = await withFloatingPromises(folder).lintFiles('awaits.ts');

    expect(result?.messages.map(({ line, ruleId }) => ({ line, ruleId }))).toEqual([
      { line: 6, ruleId: '@typescript-eslint/no-floating-promises' },
      { line: 7, ruleId: '@typescript-eslint/no-floating-promises' },
    ]);
  } finally {
    remove();
  }
});

function withFloatingPromises(folder: string): ESLint {
  return new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      plugins: { '@typescript-eslint': tseslint.plugin },
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { projectService: true, tsconfigRootDir: folder },
      },
      rules: { '@typescript-eslint/no-floating-promises': 'error' },
    },
  });
}
