import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist/',
      // Another language in the same clothes.
      'assembly/',
      '**/*.generated.ts',
      'examples/',
      'test/e2e/projects/',
      'test/types/projects/',
      'coverage/',
      '**/*.js',
      '**/*.cjs',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Figures belong into messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A name that starts with an underscore says by itself that nobody uses it.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Callers in plain JavaScript hold no type: checking what arrives is not unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A type parameter used once may still name what a caller gets.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/dot-notation': [
        'error',
        { allowIndexSignaturePropertyAccess: true, allowPrivateClassPropertyAccess: true },
      ],
      // Kernels index typed arrays in inner loops; `for...of` would hide the index they need.
      '@typescript-eslint/prefer-for-of': 'off',
      // Type and interface are chosen by what reads better.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // tfjs takes `verbose: 0` and does not export the enum it is typed with.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // What an interface wants asynchronous may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // noUncheckedIndexedAccess doubts every `values[i]` of a numeric loop; a check per element would say nothing more.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // The augmented interfaces repeat type parameters and namespaces that are not ours.
    files: ['src/types/**'],
    rules: {
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    // Loaded when it is called for: `require` is the only import that is lazy and synchronous.
    files: [
      'src/environment/hosted/CodeCache.ts',
      'src/numeric/assignment.ts',
      'src/setup.ts',
      'src/pictures/comparePictures.ts',
      'src/snapshot/jest/snapshotText.ts',
    ],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['scripts/**', 'case/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A program that speaks to a browser, and hands it functions.
    files: ['test/page/inBrowser.mjs'],
    languageOptions: {
      globals: {
        Chart: false,
        console: false,
        document: false,
        getComputedStyle: false,
        setTimeout: false,
        window: false,
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // `expect(model.fit)` holds a method and does not call it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
