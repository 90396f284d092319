import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dataIn } from '../dataFiles/dataIn';
import type { Diagnosis } from '../diagnosis/Diagnosis';
import { diagnose } from '../diagnosis/diagnose';
import type { HeldData } from '../input/Data';
import { writeAtomically } from '../files/writeAtomically';
import { inputError } from '../input/inputError';
import { inputSlots, outputSlots } from '../input/Slot';
import type { Recording } from '../probes/recording/Recording';
import { recordTraining } from '../probes/recording/recordTraining';
import type { Subject } from '../probes/subject/subjectOf';
import { withSubject } from '../probes/subject/withSubject';
import { checkPageTarget } from './checkPageTarget';
import { recalibrateBatchNorm } from '../training/recalibrateBatchNorm';
import { saveModel } from '../training/saveModel';

export interface SavedDiagnosisOptions {
  /** A file of rows. */
  readonly data: string;
  /** The file of a recording. Default: the one beside the model. */
  readonly recording?: string | undefined;
  /** What fit reported for its last epoch, where there is no recording. */
  readonly fitTime?: Readonly<Record<string, number>> | undefined;
  readonly batchSize?: number | undefined;
  readonly seed?: number | undefined;
  readonly classNames?: readonly string[] | undefined;
  readonly thorough?: boolean | undefined;
  readonly otherEngine?: boolean | undefined;
  /** A folder for the model with recalibrated statistics. */
  readonly recalibrate?: string | undefined;
  /** A file for the page. */
  readonly html?: string | undefined;
  /** Is told what is done next. */
  readonly doing: (what: string) => void;
}

const where = 'diagnose';

/** Diagnoses a model that lies on disk, without a test, and if it is wanted writes a repaired one beside it. */
export async function diagnoseSaved(model: string, options: SavedDiagnosisOptions): Promise<Diagnosis> {
  checkTarget(model, options.recalibrate);
  if (options.html !== undefined) checkPageTarget(options.html);
  const recording = options.recording === undefined ? undefined : recordingIn(options.recording);
  options.doing(`loading ${model}`);
  return withSubject(model, where, async (subject) => {
    checkPromise(options, recording ?? subject.recording);
    options.doing(`reading ${options.data}`);
    const slots = { inputs: inputSlots(subject.model), outputs: outputSlots(subject.model) };
    const data = dataIn(options.data, slots, where);
    options.doing('measuring the modes of the model');
    const diagnosis = await diagnose(subject.model, data, chosen(options, recording ?? subject.recording));
    if (options.html !== undefined) writeAtomically(path.resolve(options.html), diagnosis.toHTML());
    if (options.recalibrate !== undefined) await recalibrated(subject, data, options.recalibrate, options);
    return diagnosis;
  });
}

/** Without those that are left out: `fitTime` comes before a recording. */
function chosen(
  { fitTime, batchSize, seed, classNames, thorough, otherEngine }: SavedDiagnosisOptions,
  recording: Recording | undefined,
): NonNullable<Parameters<typeof diagnose>[2]> {
  return {
    ...(recording && { recording }),
    ...(fitTime && { fitTime }),
    ...(batchSize !== undefined && { batchSize }),
    ...(seed !== undefined && { seed }),
    ...(classNames && { classNames }),
    ...(thorough !== undefined && { thorough }),
    ...(otherEngine !== undefined && { otherEngine }),
  };
}

async function recalibrated(
  { model, recording }: Subject,
  data: HeldData,
  folder: string,
  { batchSize, doing }: SavedDiagnosisOptions,
): Promise<void> {
  doing(`recalibrating into ${folder}`);
  await recalibrateBatchNorm(model, data, {
    ...(recording && { recording }),
    ...(batchSize !== undefined && { batchSize }),
  });
  await saveModel(recording === undefined ? model : { model, recording }, folder);
}

/** Before anything is loaded: the old model is never written over, nor any other. */
function checkTarget(model: string, folder: string | undefined): void {
  if (folder === undefined) return;
  const target = path.resolve(folder);
  if (!existsSync(target)) return;
  throw inputError({
    what: 'The option `--recalibrate` of diagnose',
    given: `${folder}, which is there already`,
    allowed: 'a folder that is to be made: no model is written over',
    next: `name another, e.g. ${path.basename(path.resolve(model))}-recalibrated`,
  });
}

function recordingIn(file: string): Recording {
  try {
    return recordTraining.fromJSON(readFileSync(path.resolve(file), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw inputError({
      what: 'The option `--recording` of diagnose',
      given: `${file}, which is not there`,
      allowed: 'the file that JSON.stringify(recorder) was written to',
      next: 'correct the path',
    });
  }
}

function checkPromise({ fitTime }: SavedDiagnosisOptions, recording: Recording | undefined): void {
  if (fitTime !== undefined || recording !== undefined) return;
  throw inputError({
    what: 'What the fit promised',
    given: 'not known: no recording lies beside the model',
    allowed: '--recording FILE, or --fit-time with what fit reported for its last epoch',
    next: 'pass --fit-time acc=0.98,loss=0.1 (the figures of your fit) and --batch-size',
  });
}
