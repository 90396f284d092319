/**
 * a · b + c, rounded once where the build has relaxed SIMD and the processor a fused multiply-add, twice otherwise. Each machine always does the same.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** The same of single numbers, so that one can ask which of both it is. */
export function multipliedAndAdded(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}
