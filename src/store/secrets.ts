/** A value that one node made and all share. */
export interface Secret {
  /** What it is for, such as `dialog-runs`. */
  name: string;
  value: string;
}

/** Values that must be the same on every node and after a restart, and that nobody outside may guess. */
export interface SecretStore {
  /**
   * Keeps the value under its name unless there is one; gives the one that is kept, which never changes again. Compares
   * the name. Emits nothing.
   */
  keep(secret: Secret): Promise<string>;
}
