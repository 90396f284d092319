/** How a weight lies in its shards: tfjs' `WeightsManifestEntry`. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly group?: 'model' | 'optimizer';
  readonly quantization?: {
    readonly dtype: 'uint8' | 'uint16' | 'float16';
    readonly scale?: number;
    readonly min?: number;
  };
}

export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

/** What `saveModel` adds to the format of tfjs, which passes over it. */
export interface Seal {
  readonly version: 1;
  /** SHA-256 of every weight file. */
  readonly shards: Readonly<Record<string, string>>;
  /** SHA-256 of everything else in the file, as `JSON.stringify` writes it. */
  readonly digest: string;
}

/** A model.json of tfjs (`ModelJSON` in tfjs-core/src/io/types.ts), as far as it is looked at here. */
export interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly WeightGroup[];
  readonly trainingConfig?: object;
  readonly userDefinedMetadata?: object;
  readonly format?: string;
  readonly jestModelRegression?: Seal;
}

/** The name of our own part. */
export const sealName = 'jestModelRegression';
