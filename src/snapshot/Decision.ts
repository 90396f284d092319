/**
 * How a row is read as a decision. `argmax`: the largest number of the last axis. `threshold`: each number by itself, above 0.5
 * or not. `none`: the numbers are no decision (a regression, logits of unknown meaning).
 */
export type Decision = 'argmax' | 'threshold' | 'none';
