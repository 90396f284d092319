import type { ModuleExports } from './ModuleExports';

export interface ModuleWrapper {
  readonly code: string;
  readonly types: string;
}

/**
 * The `import` condition of an entry point: an ES module that hands on what the CommonJS file beside it exports. Two real
 * copies of the code would be two engines, two locks and two lists of what was forgotten.
 */
export function moduleWrapper(file: string, { names, isWhole }: ModuleExports): ModuleWrapper {
  const from = `'./${file}.js';\n`;
  if (isWhole) return { code: `export { default } from ${from}`, types: `export { default } from ${from}` };
  if (names.length === 0) return { code: `import ${from}`, types: `import ${from}export {};\n` };
  return { code: `export { ${names.join(', ')} } from ${from}`, types: `export * from ${from}` };
}
