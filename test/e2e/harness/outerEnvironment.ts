/** Our environment variables, less what the Jest around us has set for itself. */
export function outerEnvironment(): NodeJS.ProcessEnv {
  const {
    JEST_WORKER_ID: _worker,
    NODE_ENV: _env,
    NODE_OPTIONS: _options,
    FORCE_COLOR: _color,
    ...rest
  } = process.env;
  return { ...rest, NO_COLOR: '1' };
}
