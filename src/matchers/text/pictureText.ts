import type { SnapshotPlace } from '../../snapshot/text/outcomeText';
import type { PictureOutcome } from '../picture/settlePicture';

/** The message of a picture that does not hold. */
export function pictureText(outcome: PictureOutcome, { key, snapFile }: SnapshotPlace): string {
  return [`Snapshot name: \`${key}\``, '', ...linesFor(outcome, snapFile)].join('\n');
}

function linesFor(outcome: PictureOutcome, snapFile: string): readonly string[] {
  switch (outcome.kind) {
    case 'different':
      return [
        'The picture of the predictions is not that of the snapshot.',
        '',
        ...outcome.message.split('\n').map((line) => `  ${line}`),
        '',
        'It shows the snapshot, what differs, and the picture of now, side by side.',
        'If the change is wanted: run the same test again with -u (npx jest <test file> -u), and commit the picture.',
        'If it is not: toMatchPredictionSnapshot tells by how much the numbers have moved.',
      ];
    case 'unreadable':
      return [
        `The snapshot cannot be read: ${outcome.why}.`,
        `  In: ${snapFile}`,
        '',
        'Nothing was compared and nothing was overwritten. Restore it (git checkout -- the snapshot folder),',
        'or run the test again with -u to keep the picture of now.',
      ];
    case 'missing':
      return [
        'There is no picture of this name, and none is written under --ci.',
        '',
        'Run the test once without --ci, look at the picture that it writes, and commit it.',
      ];
    case 'matching':
    case 'written':
    case 'updated':
      return ['The picture matches the snapshot.'];
  }
}
