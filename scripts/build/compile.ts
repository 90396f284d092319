import path from 'node:path';
import ts from 'typescript';
import type { ModuleExports } from './ModuleExports';
import { tfjsAsIs } from './tfjsAsIs';
import { withoutComments } from './withoutComments';

/** Compiles a project as `tsc -p` does, and tells what its files export. */
export function compile(configFile: string): (sourceFile: string) => ModuleExports {
  const program = programOf(configFile);
  const emitted = program.emit(undefined, undefined, undefined, undefined, {
    before: [tfjsAsIs],
    after: [withoutComments],
  });
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (diagnostics.length > 0) {
    console.error(formatted(diagnostics));
    process.exit(1);
  }

  const checker = program.getTypeChecker();
  return (sourceFile) => {
    const file = program.getSourceFile(sourceFile);
    if (!file) throw new Error(`${sourceFile} is not part of ${configFile}.`);
    const module = checker.getSymbolAtLocation(file);
    return {
      names: module ? valuesAmong(checker.getExportsOfModule(module), checker) : [],
      isWhole: module?.exports?.has(ts.InternalSymbolName.ExportEquals) ?? false,
    };
  };
}

function programOf(configFile: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(formatted([diagnostic]));
    },
  });
  if (!config) throw new Error(`${configFile} cannot be read.`);
  return ts.createProgram(config.fileNames, config.options);
}

function valuesAmong(exported: readonly ts.Symbol[], checker: ts.TypeChecker): readonly string[] {
  const isValue = (symbol: ts.Symbol) => targetOf(symbol, checker).flags & ts.SymbolFlags.Value;
  // A class that goes out by `export type` is a value that stays inside.
  const isTypeOnly = (symbol: ts.Symbol) => symbol.declarations?.some(ts.isTypeOnlyExportDeclaration);
  return exported.filter((symbol) => isValue(symbol) && !isTypeOnly(symbol)).map(({ name }) => name);
}

function targetOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function formatted(diagnostics: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnosticsWithColorAndContext(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => path.resolve(),
    getNewLine: () => '\n',
  });
}
