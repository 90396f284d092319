/** Where a backend of tfjs keeps its data, by what stands for it in tensors. */
export interface DataMap {
  get: (id: object) => unknown;
  set: (id: object, data: unknown) => void;
  delete: (id: object) => boolean;
}

/** What is written there from now on and not disposed yet; tfjs itself cannot tell. */
export function aliveIn(map: DataMap): ReadonlySet<object> {
  const alive = new Set<object>();
  const set = map.set.bind(map);
  const remove = map.delete.bind(map);
  map.set = (id, data) => {
    alive.add(id);
    set(id, data);
  };
  map.delete = (id) => {
    alive.delete(id);
    return remove(id);
  };
  return alive;
}
