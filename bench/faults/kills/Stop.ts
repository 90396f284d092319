/** Where a process kills itself: counted through its file operations. */
export interface Stop {
  readonly operation: number;
  /** `within` leaves half of what was to be written. */
  readonly moment: 'before' | 'within' | 'after';
}
