/**
 * Where everything lies that a test file keeps beside its `.snap` file. Each test file has a folder of its own, so that nobody
 * clears away what another one needs.
 *
 * @example sideFolderOf('__snapshots__/iris.test.ts.snap'); // '__snapshots__/iris.test.ts.predictions'
 */
export function sideFolderOf(snapFile: string): string {
  return `${snapFile.replace(/\.snap$/, '')}.predictions`;
}
