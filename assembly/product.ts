import { packColumns } from './packColumns';
import { packRows } from './packRows';
import { tile } from './tile';
import { roomAtEdge, startOfSums, wideTile } from './wideTile';

// One block of A (60 x 256) and one panel of B stay in the first-level cache and its neighbour, one block of B (256 x 512) in the second.
const rowBlock = 60;
const innerBlock = 256;
const columnBlock = 512;
// Bytes, with room for a tile at the edge.
const packedSizeOfA: usize = ((<usize>(rowBlock * innerBlock)) << 2) + roomAtEdge;
const packedSize: usize = packedSizeOfA + ((innerBlock * columnBlock) << 2);

/**
 * C [m, n] = A [m, k] · B [k, n], plus a bias for each column. A and B are views (see `packRows`); where a view holds the
 * transpose, the matrix is its columns. C is given by the addresses of its rows. Of C, a share is computed: these rows of these columns.
 * The order of the additions in an element depends on k only, so that it does not matter who computes which share.
 *
 * @param packed for every thread that takes part, room for 60 x 256 floats of A, 112 more, and 256 x 512 floats of B
 * @param thread the number of the one that computes this share
 */
export function product(
  rowFrom: i32,
  rowTo: i32,
  columnFrom: i32,
  columnTo: i32,
  k: i32,
  aRows: usize,
  aSegments: usize,
  aSegmentLength: i32,
  aTransposed: bool,
  bRows: usize,
  bSegments: usize,
  bSegmentLength: i32,
  bTransposed: bool,
  cRows: usize,
  bias: usize,
  packed: usize,
  thread: i32,
): void {
  inBlocks(
    rowFrom,
    rowTo,
    columnFrom,
    columnTo,
    k,
    aRows,
    aSegments,
    aSegmentLength,
    aTransposed,
    bRows,
    bSegments,
    bSegmentLength,
    bTransposed,
    cRows,
    bias,
    packed,
    thread,
    5,
    8,
  );
}

/**
 * The same, to the bit, in tiles whose vectors lie side by side: a compiler that makes one of two (V8's "revectorizer") needs half of the
 * instructions. Slower than `product` where it does not.
 */
export function wideProduct(
  rowFrom: i32,
  rowTo: i32,
  columnFrom: i32,
  columnTo: i32,
  k: i32,
  aRows: usize,
  aSegments: usize,
  aSegmentLength: i32,
  aTransposed: bool,
  bRows: usize,
  bSegments: usize,
  bSegmentLength: i32,
  bTransposed: bool,
  cRows: usize,
  bias: usize,
  packed: usize,
  thread: i32,
): void {
  inBlocks(
    rowFrom,
    rowTo,
    columnFrom,
    columnTo,
    k,
    aRows,
    aSegments,
    aSegmentLength,
    aTransposed,
    bRows,
    bSegments,
    bSegmentLength,
    bTransposed,
    cRows,
    bias,
    packed,
    thread,
    6,
    16,
  );
}

function inBlocks(
  rowFrom: i32,
  rowTo: i32,
  columnFrom: i32,
  columnTo: i32,
  k: i32,
  aRows: usize,
  aSegments: usize,
  aSegmentLength: i32,
  aTransposed: bool,
  bRows: usize,
  bSegments: usize,
  bSegmentLength: i32,
  bTransposed: bool,
  cRows: usize,
  bias: usize,
  packed: usize,
  thread: i32,
  tileRows: i32,
  tileColumns: i32,
): void {
  const packedA = packed + <usize>thread * packedSize;
  const packedB = packedA + packedSizeOfA;
  if (tileColumns == 16) startOfSums(packedA + ((rowBlock * innerBlock) << 2));
  const blocks = (k + innerBlock - 1) / innerBlock;
  const step = (k + blocks - 1) / blocks;
  for (let column = columnFrom; column < columnTo; column += columnBlock) {
    const columns = min(columnBlock, columnTo - column);
    const columnBias = bias == 0 ? <usize>0 : bias + ((<usize>column) << 2);
    for (let inner = 0; inner < k; inner += step) {
      const length = min(step, k - inner);
      const bAt = bRows + ((<usize>(bTransposed ? column : inner)) << 2);
      if (bTransposed)
        packRows(bAt, columns, bSegments, bSegmentLength, inner, inner + length, packedB, tileColumns);
      else
        packColumns(bAt, length, bSegments, bSegmentLength, column, column + columns, packedB, tileColumns);
      for (let row = rowFrom; row < rowTo; row += rowBlock) {
        const rows = min(rowBlock, rowTo - row);
        const aAt = aRows + ((<usize>(aTransposed ? inner : row)) << 2);
        if (aTransposed)
          packColumns(aAt, length, aSegments, aSegmentLength, row, row + rows, packedA, tileRows);
        else packRows(aAt, rows, aSegments, aSegmentLength, inner, inner + length, packedA, tileRows);
        const cAt = cRows + ((<usize>row) << 2);
        block(
          rows,
          columns,
          length,
          packedA,
          packedB,
          cAt,
          column,
          inner == 0,
          columnBias,
          tileRows,
          tileColumns,
        );
      }
    }
  }
}

function block(
  rows: i32,
  columns: i32,
  length: i32,
  packedA: usize,
  packedB: usize,
  cRows: usize,
  column: i32,
  first: bool,
  bias: usize,
  tileRows: i32,
  tileColumns: i32,
): void {
  const edge = packedA + ((rowBlock * innerBlock) << 2);
  for (let j = 0; j < columns; j += tileColumns) {
    const b = packedB + ((<usize>j * <usize>length) << 2);
    const offset = (<usize>(column + j)) << 2;
    const biasAt = bias == 0 ? <usize>0 : bias + ((<usize>j) << 2);
    for (let i = 0; i < rows; i += tileRows) {
      const a = packedA + ((<usize>i * <usize>length) << 2);
      const c = cRows + ((<usize>i) << 2);
      if (tileColumns == 16) wideTile(length, a, b, c, offset, rows - i, columns - j, first, biasAt, edge);
      else tile(length, a, b, c, offset, rows - i, columns - j, first, biasAt, edge);
    }
  }
}
