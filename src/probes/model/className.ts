import type { Layer } from './layersOf';

/** Whether a layer is of the tfjs class `name`, or of a class derived from it. By name: module copies are common in Jest. */
export function isOfClass(layer: Layer, name: string): boolean {
  for (
    let type: unknown = layer.constructor;
    typeof type === 'function';
    type = Object.getPrototypeOf(type)
  ) {
    if (Object.hasOwn(type, 'className') && (type as { className?: unknown }).className === name) return true;
  }
  return false;
}
