/** The first line of every snapshot. A later format gets another number. */
export const firstLine = 'Prediction snapshot, version 1';

/** What the first line of any version looks like. */
export const anyFirstLine = /^Prediction snapshot, version \d+$/;
