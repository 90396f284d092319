/**
 * What TensorFlow reads once, when its library is loaded; a value that is set already is the person's own. Memory of a GPU that grows with the
 * need lets several processes share it. Inside Jest `process.env` is a copy that TensorFlow does not see: there `./environment` does this.
 */
export function setTensorFlowVariables(): void {
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}
