import { aliveIn, type DataMap } from './aliveIn';

/** The part of the backend of tfjs-node 4.22 that is used. */
interface NativeBackend {
  readonly tensorMap: DataMap;
  disposeData(id: object, force: boolean): boolean;
}

/**
 * TensorFlow itself lives as long as the process, and with it every tensor that a test file leaves there.
 *
 * @returns frees them
 */
export function nativeLeftovers(backend: NativeBackend): () => void {
  const alive = aliveIn(backend.tensorMap);
  return () => {
    for (const id of [...alive]) backend.disposeData(id, true);
  };
}
