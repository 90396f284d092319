/**
 * Names that tfjs gives by counting what was made in the process: `dense_Dense3`, `sequential_1`, `model1`, `input1`. In another process,
 * or after another test, the same model has others.
 */
const automatic =
  /"([a-z0-9_]+_[A-Z][A-Za-z]*\d*[A-Za-z]*\d+(?:_input)?|sequential_\d+|model\d+|functional\d+|input\d+)"/g;

/** JSON with the automatic names numbered by where they first appear, and the names themselves in that order. */
export function withoutAutomaticNames(json: string): {
  readonly text: string;
  readonly names: readonly string[];
} {
  const numbers = new Map<string, number>();
  const text = json.replace(automatic, (_all, name: string) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `"#${number}"`;
  });
  return { text, names: [...numbers.keys()] };
}

/** Text of a model with the names `from`, as that with the names `to`. */
export function renamed(text: string, from: readonly string[], to: readonly string[]): string {
  if (from.length === 0) return text;
  const byName = new Map(from.map((name, index) => [name, to[index]!]));
  // A whole name: of `dense_Dense1` in `dense_Dense12` or in `forward_dense_Dense1` nothing is meant.
  const any = [...from].sort((a, b) => b.length - a.length).join('|');
  return text.replace(new RegExp(`(?<![A-Za-z0-9_])(?:${any})(?![A-Za-z0-9])`, 'g'), (name) =>
    byName.get(name)!,
  );
}
