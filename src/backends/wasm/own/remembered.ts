/**
 * A function that works out the same once: it keeps what it has answered to the last `most` inputs, which are plain data. The answers belong to all who ask, and
 * are not to be changed.
 */
export function remembered<Input, Answer>(
  answer: (input: Input) => Answer,
  most = 256,
): (input: Input) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (input) => {
    const key = JSON.stringify(input);
    const known = answers.get(key) ?? { answer: answer(input) };
    // The last one asked for goes to the end; at the beginning is what nobody has asked for longest.
    answers.delete(key);
    answers.set(key, known);
    if (answers.size > most) answers.delete(answers.keys().next().value as string);
    return known.answer;
  };
}
