/** How a file was harmed. */
export type Harm =
  | { readonly kind: 'flips'; readonly flips: readonly { readonly at: number; readonly mask: number }[] }
  | { readonly kind: 'truncation'; readonly length: number };

/** One to three bytes that change, or an end that is missing. */
export function anyHarm(byteLength: number, random: () => number): Harm {
  const below = (limit: number): number => Math.floor(random() * limit);
  if (random() < 0.5) return { kind: 'truncation', length: below(byteLength) };
  const flips = Array.from({ length: 1 + below(3) }, () => ({ at: below(byteLength), mask: 1 + below(255) }));
  return { kind: 'flips', flips };
}

export function harmed(bytes: Uint8Array, harm: Harm): Uint8Array {
  if (harm.kind === 'truncation') return bytes.subarray(0, harm.length);
  const copy = Uint8Array.from(bytes);
  for (const { at, mask } of harm.flips) copy[at]! ^= mask;
  return copy;
}
