import path from 'node:path';
import { statSync } from 'node:fs';
import { readJson } from '../files/json/readJson';
import { inputError } from '../input/inputError';
import type { ModelFile } from './reading/ModelFile';

export const recordingName = 'recording.json';

/** A recording as it lies beside a model. */
export interface RecordingFile {
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The recording beside a model, if a training left one there. One that saveModel wrote with another model is an error. */
export function recordingBeside({ place, integrity }: ModelFile): RecordingFile | undefined {
  const file = path.join(place.folder, recordingName);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const content = contentOf(file);
  const { ofModel } = content;
  if (ofModel === undefined || ofModel === integrity) return { file, content };
  throw recordingFileError(
    file,
    `not of the model beside it (${place.file}): one of the two was written without the other`,
  );
}

function contentOf(file: string): Readonly<Record<string, unknown>> {
  try {
    return readJson(file);
  } catch (error) {
    throw recordingFileError(file, (error as Error).message);
  }
}

export function recordingFileError(file: string, given: string): TypeError {
  return inputError({
    what: `The recording ${file}`,
    given,
    allowed: 'a recording as saveModel, or JSON.stringify(recorder), writes it, of the model beside it',
    next: 'save model and recording again, or remove the recording and pass one: { recording }',
  });
}
