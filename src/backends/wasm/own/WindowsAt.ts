import type { PatchGeometry } from '../PatchGeometry';

/** How windows lie, and where in memory that stands. */
export interface WindowsAt {
  readonly geometry: PatchGeometry;
  /** Of `Windows` in `assembly/`. */
  readonly windows: number;
  /** Of room for each thread, to list what belongs to a pixel. */
  readonly lists: number;
}
