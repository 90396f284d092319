import type {} from 'expect';
import type { ModelMatchers } from '../matchers/ModelMatchers';

/**
 * For `import { expect } from '@jest/globals'`. The type parameters must be those of expect's own interface, letter for
 * letter. AsymmetricMatchers is left alone: an asynchronous `expect.toPredict...()` inside `toEqual` would never match.
 */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ModelMatchers {}
}
