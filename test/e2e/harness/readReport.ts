import path from 'node:path';

/** What Jest counted of its snapshots. */
export interface SnapshotCounts {
  readonly added: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly updated: number;
  readonly unchecked: number;
  readonly filesRemoved: number;
  readonly uncheckedKeys: readonly string[];
}

export interface JestReport {
  /** Every test by file and full name. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** The failure messages of each file's tests, or of the file itself. */
  readonly failures: readonly string[];
  readonly snapshots: SnapshotCounts;
}

interface Written {
  readonly snapshot: Omit<SnapshotCounts, 'uncheckedKeys'> & {
    readonly uncheckedKeysByFile: readonly { readonly keys: readonly string[] }[];
  };
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
    }[];
  }[];
}

const none: SnapshotCounts = {
  added: 0,
  matched: 0,
  unmatched: 0,
  updated: 0,
  unchecked: 0,
  filesRemoved: 0,
  uncheckedKeys: [],
};

/** Reads what `--json` wrote; nothing where Jest did not come so far. */
export function readReport(written: string | undefined): JestReport {
  if (written === undefined) return { outcomes: {}, failures: [], snapshots: none };
  const { testResults, snapshot } = JSON.parse(written) as Written;
  const { added, matched, unmatched, updated, unchecked, filesRemoved, uncheckedKeysByFile } = snapshot;
  return {
    outcomes: Object.fromEntries(
      testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.map(({ fullName, status }) => [`${path.basename(name)}: ${fullName}`, status]),
      ),
    ),
    failures: testResults.map(({ message }) => message).filter((message) => message !== ''),
    snapshots: {
      added,
      matched,
      unmatched,
      updated,
      unchecked,
      filesRemoved,
      uncheckedKeys: uncheckedKeysByFile.flatMap(({ keys }) => keys),
    },
  };
}
