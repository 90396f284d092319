export interface BrokenForwardKernel {
  /** The path of the layer through nested models and wrappers. */
  readonly layer: string;
  readonly reason: string;
}
