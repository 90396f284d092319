import ts from 'typescript';

/**
 * `import * as tf from '@tensorflow/tfjs'` becomes a plain `require`. tfjs' bundles do not say that they were ES modules, so
 * TypeScript's helper would copy all of their 513 properties in each file, and every `tf.something` would go through one more getter.
 */
export const tfjsAsIs: ts.TransformerFactory<ts.SourceFile> = ({ factory }) => {
  const asIs = (statement: ts.Statement): ts.Statement => {
    const name = namespaceOfTfjs(statement);
    if (name === undefined) return statement;
    const reference = factory.createExternalModuleReference(
      (statement as ts.ImportDeclaration).moduleSpecifier,
    );
    return factory.createImportEqualsDeclaration(undefined, false, name, reference);
  };
  return (file) => factory.updateSourceFile(file, file.statements.map(asIs));
};

function namespaceOfTfjs(statement: ts.Statement): ts.Identifier | undefined {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const { importClause, moduleSpecifier } = statement;
  const bindings = importClause?.namedBindings;
  const isValue = importClause !== undefined && importClause.phaseModifier !== ts.SyntaxKind.TypeKeyword;
  if (!isValue || bindings === undefined || !ts.isNamespaceImport(bindings)) return undefined;
  return moduleSpecifier.text.startsWith('@tensorflow/tfjs') ? bindings.name : undefined;
}
