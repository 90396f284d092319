import type { OptionRule } from './checkOptions';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const fraction: OptionRule = {
  holds: (value) => isNumber(value) && value >= 0 && value <= 1,
  allowed: 'a number from 0 to 1',
};

export const notNegative: OptionRule = {
  holds: (value) => isNumber(value) && value >= 0,
  allowed: 'a finite number, 0 or more',
};

export const positiveInteger: OptionRule = {
  holds: (value) => Number.isInteger(value) && (value as number) > 0,
  allowed: 'a whole number, 1 or more',
};

/** tfjs takes a seed of 0 for no seed in every normal initialiser (`seed ? seed : Math.random()`), so 0 is refused. */
export const seed: OptionRule = {
  holds: (value) => Number.isSafeInteger(value) && value !== 0,
  allowed: 'a whole number other than 0 (TensorFlow.js takes 0 for no seed)',
};

export const anything: OptionRule = { holds: () => true, allowed: 'anything' };

export const object: OptionRule = {
  holds: (value) => typeof value === 'object' && value !== null,
  allowed: 'an object',
};

export const boolean: OptionRule = { holds: (value) => typeof value === 'boolean', allowed: 'true or false' };

export const texts: OptionRule = {
  holds: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  allowed: 'an array of texts',
};

/** The same rule for an option that has no default. */
export function required(rule: OptionRule): OptionRule {
  return { ...rule, required: true };
}

/** At least one whole number, each 1 or more. */
export const positiveIntegers: OptionRule = {
  holds: (value) => Array.isArray(value) && value.length > 0 && value.every(positiveInteger.holds),
  allowed: 'an array of one or more whole numbers, each 1 or more',
};

/** Height, width and channels, with a least height and width. */
export function imageShape(leastPixels: number): OptionRule {
  return {
    holds: (value) =>
      Array.isArray(value) &&
      value.length === 3 &&
      value.every(positiveInteger.holds) &&
      value.slice(0, 2).every((pixels) => pixels >= leastPixels),
    allowed: `[height, width, channels], whole numbers with height and width ${leastPixels} or more and channels 1 or more`,
  };
}
