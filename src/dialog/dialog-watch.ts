/** Looks on while a run goes through its dialog, for tests and for whoever walks through it. */
export interface DialogWatch {
  /** A step is entered, silent ones included. */
  entered(dialog: string, step: string): void;
}
