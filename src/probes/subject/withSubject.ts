import { exclusively } from '../../backends/exclusively';
import { startBackend } from '../../backends/startBackend';
import { modelPlace } from '../../savedModels/reading/modelPlace';
import { readModelFile } from '../../savedModels/reading/readModelFile';
import { type RecordingFile, recordingBeside, recordingFileError } from '../../savedModels/recordingFile';
import { type RestoredModel, restoredModel } from '../../savedModels/restoring/restoredModel';
import type { Recording } from '../recording/Recording';
import { recordTraining } from '../recording/recordTraining';
import { type Subject, subjectOf } from './subjectOf';

/**
 * Gives `use` the subject of a probe or a matcher. A path is the model that lies there, with the recording beside it; it is loaded for
 * `use` alone, and every tensor of it is freed afterwards, also when something throws.
 */
export async function withSubject<T>(
  received: unknown,
  where: string,
  use: (subject: Subject) => Promise<T>,
): Promise<T> {
  if (typeof received !== 'string') return use(subjectOf(received, where));
  const place = modelPlace(received, where);
  await startBackend();
  const { model, free, recording } = await exclusively(() => loaded(place));
  try {
    return await use({ model, recording, data: undefined });
  } finally {
    free();
  }
}

/** The recording first: one that cannot be read costs no model. */
async function loaded(
  place: ReturnType<typeof modelPlace>,
): Promise<RestoredModel & Pick<Subject, 'recording'>> {
  const file = readModelFile(place);
  const beside = recordingBeside(file);
  const recording = beside === undefined ? undefined : recordingIn(beside);
  return { ...(await restoredModel(file, { includeOptimizer: true })), recording };
}

function recordingIn({ file, content }: RecordingFile): Recording {
  try {
    return recordTraining.fromJSON(content);
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw recordingFileError(file, first!.replace(/^.*? is /, '').replace(/\.$/, ''));
  }
}
