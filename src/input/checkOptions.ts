import { given } from './given';
import { inputError } from './inputError';

/** A claim about one option: undefined when it holds, else what would be allowed. */
export type OptionRule = { readonly holds: (value: unknown) => boolean; readonly allowed: string };

/**
 * Refuses options that are not an object, names that do not exist, and values that a rule forbids. An option that is
 * `undefined` counts as left out.
 */
export function checkOptions(
  where: string,
  options: unknown,
  rules: Readonly<Record<string, OptionRule>>,
): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw inputError({
      what: `The options of ${where}`,
      given: given(options),
      allowed: `an object with any of ${Object.keys(rules).join(', ')}`,
      next: 'pass an object, or nothing for the defaults',
    });
  }
  for (const [name, value] of Object.entries(options)) checkOption(where, name, value, rules);
}

function checkOption(
  where: string,
  name: string,
  value: unknown,
  rules: Readonly<Record<string, OptionRule>>,
): void {
  const rule = rules[name];
  if (rule === undefined) {
    throw inputError({
      what: `The option \`${name}\` of ${where}`,
      given: 'not known',
      allowed: Object.keys(rules).join(', '),
      next: `correct the name \`${name}\`, or remove it`,
    });
  }
  if (value !== undefined && !rule.holds(value)) {
    throw inputError({
      what: `The option \`${name}\` of ${where}`,
      given: given(value),
      allowed: rule.allowed,
      next: `correct \`${name}\`, or leave it out for the default`,
    });
  }
}
