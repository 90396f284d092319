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

    const ruleId = '@typescript-eslint/no-floating-promises';
    expect(result?.messages.map((message) => ({ line: message.line, ruleId: message.ruleId }))).toEqual(
      [6, 7, 8, 9].map((line) => ({ line, ruleId })),
    );
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
