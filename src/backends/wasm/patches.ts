import { outputRows, patchSize, type PatchGeometry } from './PatchGeometry';

// Global look-ups are slow inside Jest's vm context.
const { floor, max, min } = Math;

/** Calls `run` for every unbroken stretch of one patch row inside the input, and `gap` for what padding put between. */
interface PatchWalk {
  run(input: number, patch: number, length: number): void;
  gap(patch: number, length: number): void;
}

/**
 * Copies the patches of output rows `first` to `last` from the input at `source` to a matrix [elements, patch size] at
 * `target`, both places in one heap; padding becomes zero.
 */
export function gatherPatches(
  heap: Float32Array,
  geometry: PatchGeometry,
  { source, target, first, last }: { source: number; target: number; first: number; last: number },
): void {
  walkPatches(geometry, first, last, {
    run: (input, patch, length) => {
      let from = source + input;
      let to = target + patch;
      if (length > 48) {
        heap.copyWithin(to, from, from + length);
      } else {
        for (const end = from + length; from < end; from++, to++) heap[to] = heap[from] as number;
      }
    },
    gap: (patch, length) => {
      heap.fill(0, target + patch, target + patch + length);
    },
  });
}

/** The reverse of `gatherPatches`: adds every patch element to the input element it was copied from. */
export function scatterPatches(
  heap: Float32Array,
  geometry: PatchGeometry,
  { source, target, first, last }: { source: number; target: number; first: number; last: number },
): void {
  walkPatches(geometry, first, last, {
    run: (input, patch, length) => {
      let to = target + input;
      let from = source + patch;
      for (const end = to + length; to < end; to++, from++)
        heap[to] = (heap[to] as number) + (heap[from] as number);
    },
    gap: () => undefined,
  });
}

function walkPatches(geometry: PatchGeometry, first: number, last: number, walk: PatchWalk): void {
  const { channels, input, output, kernel, stride, dilation, padBefore } = geometry;
  const [inDepth, inHeight, inWidth] = input;
  const [outDepth, outHeight, outWidth] = output;
  const size = patchSize(geometry);
  const rowSize = kernel[2] * channels;
  let patch = 0;
  for (let row = first; row < last; row++) {
    const outY = row % outHeight;
    const outZ = ((row - outY) / outHeight) % outDepth;
    const image = floor(row / (outHeight * outDepth));
    for (let outX = 0; outX < outWidth; outX++, patch += size) {
      let at = patch;
      for (let kz = 0; kz < kernel[0]; kz++) {
        const z = outZ * stride[0] + kz * dilation[0] - padBefore[0];
        for (let ky = 0; ky < kernel[1]; ky++, at += rowSize) {
          const y = outY * stride[1] + ky * dilation[1] - padBefore[1];
          if (z < 0 || z >= inDepth || y < 0 || y >= inHeight) {
            walk.gap(at, rowSize);
            continue;
          }
          const line = ((image * inDepth + z) * inHeight + y) * inWidth;
          walkPatchRow(walk, line, at, outX * stride[2] - padBefore[2], geometry);
        }
      }
    }
  }
}

function walkPatchRow(walk: PatchWalk, line: number, at: number, x: number, geometry: PatchGeometry): void {
  const { channels } = geometry;
  const inWidth = geometry.input[2];
  const width = geometry.kernel[2];
  const dilation = geometry.dilation[2];
  if (dilation === 1) {
    const from = x < 0 ? min(-x, width) : 0;
    const to = max(from, min(width, inWidth - x));
    if (from > 0) walk.gap(at, from * channels);
    if (to > from) walk.run((line + x + from) * channels, at + from * channels, (to - from) * channels);
    if (to < width) walk.gap(at + to * channels, (width - to) * channels);
    return;
  }
  for (let kx = 0; kx < width; kx++) {
    const column = x + kx * dilation;
    if (column < 0 || column >= inWidth) walk.gap(at + kx * channels, channels);
    else walk.run((line + column) * channels, at + kx * channels, channels);
  }
}

/** Splits the output rows so that one patch matrix stays under 64 MB, however large the images are. */
export function patchChunks(
  geometry: PatchGeometry,
): readonly { readonly first: number; readonly last: number }[] {
  const floatsPerRow = geometry.output[2] * patchSize(geometry);
  const rowsPerChunk = max(1, floor((16 * 1024 * 1024) / floatsPerRow));
  const rows = outputRows(geometry);
  const chunks = [];
  for (let first = 0; first < rows; first += rowsPerChunk) {
    chunks.push({ first, last: min(rows, first + rowsPerChunk) });
  }
  return chunks;
}
