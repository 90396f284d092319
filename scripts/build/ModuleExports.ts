/** What a source file exports at run time: types leave no trace there. */
export interface ModuleExports {
  readonly names: readonly string[];
  /** `export =`: the module is one value. */
  readonly isWhole: boolean;
}
