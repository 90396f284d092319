import { given } from '../input/given';
import { inputError } from '../input/inputError';

/** Room for six ResNet-50 with the state of Adam (307 MB each), or for thousands of the small models that tests train. */
const defaultMegabytes = 2048;

/** Bytes that the cache may take: `MODEL_REGRESSION_CACHE_MB` megabytes. Default: 2048. */
export function cacheLimit(): number {
  const text = process.env['MODEL_REGRESSION_CACHE_MB'];
  const megabytes = text === undefined || text.trim() === '' ? defaultMegabytes : Number(text);
  if (Number.isFinite(megabytes) && megabytes > 0) return megabytes * 1e6;
  throw inputError({
    what: 'The environment variable MODEL_REGRESSION_CACHE_MB',
    given: given(text),
    allowed: 'a number of megabytes above 0',
    next: 'correct it, or leave it out for the default of 2048',
  });
}
