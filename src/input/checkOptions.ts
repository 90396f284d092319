import { given } from './given';
import { inputError } from './inputError';
import { isTensor } from './valuesBySlot';

/** A claim about one option, and how to say what it allows. */
export interface OptionRule {
  readonly holds: (value: unknown) => boolean;
  readonly allowed: string;
  /** Whether there is no default. */
  readonly required?: boolean;
}

export type OptionRules = Readonly<Record<string, OptionRule>>;

/**
 * Refuses options that are not an object, names that do not exist, values that a rule forbids, and required ones that are
 * missing. An option that is `undefined` counts as left out.
 */
export function checkOptions(where: string, options: unknown, rules: OptionRules): void {
  const required = Object.keys(rules).filter((name) => rules[name]!.required === true);
  if (options === undefined && required.length === 0) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options) || isTensor(options)) {
    throw inputError({
      what: `The options argument of ${where}`,
      given: given(options),
      allowed: `an object with any of ${Object.keys(rules).join(', ')}`,
      next:
        required.length > 0
          ? `pass at least ${required.join(', ')}`
          : 'pass an object, or nothing for the defaults',
    });
  }
  const values: Readonly<Record<string, unknown>> = { ...options };
  for (const name of new Set([...required, ...Object.keys(values)]))
    checkOption(where, name, values[name], rules);
}

function checkOption(where: string, name: string, value: unknown, rules: OptionRules): void {
  const what = `The option \`${name}\` of ${where}`;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) {
    const allowed = Object.keys(rules).join(', ');
    throw inputError({
      what,
      given: 'not known',
      allowed,
      next: `correct the name \`${name}\`, or remove it`,
    });
  }
  if (rule.holds(value) || (value === undefined && rule.required !== true)) return;
  const next =
    rule.required === true
      ? `give \`${name}\` such a value`
      : `correct \`${name}\`, or leave it out for the default`;
  throw inputError({ what, given: given(value), allowed: rule.allowed, next });
}
