/**
 * How the windows of a convolution or pooling lie over images [batch, depth, height, width, channels]: `PatchGeometry.ts`, number by number.
 */
@unmanaged
export class Windows {
  batch: i32;
  channels: i32;
  inputDepth: i32;
  inputHeight: i32;
  inputWidth: i32;
  outputDepth: i32;
  outputHeight: i32;
  outputWidth: i32;
  kernelDepth: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideDepth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationDepth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padDepth: i32;
  padHeight: i32;
  padWidth: i32;

  get taps(): i32 {
    return this.kernelDepth * this.kernelHeight * this.kernelWidth;
  }

  /** Bytes for the list of pairs that belong to one pixel: see `inputsOf` and `outputsOf`. */
  get listSize(): usize {
    return (<usize>this.taps) << 3;
  }
}

/**
 * Lists the input pixels in the window of an output pixel, in row-major order, and for each its tap: which pixel it is (counted over the batch), and
 * which element of the window. Returns how many there are; those in the padding are not.
 *
 * @param row which row of output pixels, counted over batch, depth and height
 */
export function inputsOf(windows: Windows, row: i32, outX: i32, list: usize): i32 {
  const outY = row % windows.outputHeight;
  const plane = row / windows.outputHeight;
  const outZ = plane % windows.outputDepth;
  const image = plane / windows.outputDepth;
  let end = list;
  let tap = 0;
  for (let kz = 0; kz < windows.kernelDepth; kz++) {
    const z = outZ * windows.strideDepth + kz * windows.dilationDepth - windows.padDepth;
    for (let ky = 0; ky < windows.kernelHeight; ky++) {
      const y = outY * windows.strideHeight + ky * windows.dilationHeight - windows.padHeight;
      if (<u32>z >= <u32>windows.inputDepth || <u32>y >= <u32>windows.inputHeight) {
        tap += windows.kernelWidth;
        continue;
      }
      const line = ((image * windows.inputDepth + z) * windows.inputHeight + y) * windows.inputWidth;
      let x = outX * windows.strideWidth - windows.padWidth;
      for (let kx = 0; kx < windows.kernelWidth; kx++, tap++, x += windows.dilationWidth) {
        if (<u32>x >= <u32>windows.inputWidth) continue;
        store<i32>(end, line + x);
        store<i32>(end, tap, 4);
        end += 8;
      }
    }
  }
  return <i32>((end - list) >> 3);
}

/** The other way round: lists the output pixels whose windows an input pixel is in. */
export function outputsOf(windows: Windows, row: i32, inX: i32, list: usize): i32 {
  const inY = row % windows.inputHeight;
  const plane = row / windows.inputHeight;
  const inZ = plane % windows.inputDepth;
  const image = plane / windows.inputDepth;
  let end = list;
  let tap = 0;
  for (let kz = 0; kz < windows.kernelDepth; kz++) {
    const z = outputAt(
      inZ + windows.padDepth - kz * windows.dilationDepth,
      windows.strideDepth,
      windows.outputDepth,
    );
    for (let ky = 0; ky < windows.kernelHeight; ky++) {
      const y = outputAt(
        inY + windows.padHeight - ky * windows.dilationHeight,
        windows.strideHeight,
        windows.outputHeight,
      );
      if (z < 0 || y < 0) {
        tap += windows.kernelWidth;
        continue;
      }
      const line = ((image * windows.outputDepth + z) * windows.outputHeight + y) * windows.outputWidth;
      for (let kx = 0; kx < windows.kernelWidth; kx++, tap++) {
        const x = outputAt(
          inX + windows.padWidth - kx * windows.dilationWidth,
          windows.strideWidth,
          windows.outputWidth,
        );
        if (x < 0) continue;
        store<i32>(end, line + x);
        store<i32>(end, tap, 4);
        end += 8;
      }
    }
  }
  return <i32>((end - list) >> 3);
}

/** Along one axis, which output starts its window so many elements before; -1 for none. */
function outputAt(distance: i32, stride: i32, size: i32): i32 {
  if (distance < 0) return -1;
  const output = distance / stride;
  return output * stride == distance && output < size ? output : -1;
}
