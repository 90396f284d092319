import ts from 'typescript';

/** Types keep what is documented for users; of code that is loaded for each run, every seventh byte was a comment. */
export const withoutComments: ts.TransformerFactory<ts.SourceFile> = () => (file) => {
  for (const statement of file.statements)
    ts.setEmitFlags(statement, ts.EmitFlags.NoComments | ts.EmitFlags.NoNestedComments);
  return file;
};
