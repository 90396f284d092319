import type { ModelMatchers } from '../matchers/ModelMatchers';

declare global {
  /** For the ambient `expect` of @types/jest, whose interface has type parameters of its own. */
  namespace jest {
    interface Matchers<R, T = {}> extends ModelMatchers {}
  }
}
