/** Configuration text, dialogs, strategies and prompts that belong together, addressed by their content. */
export interface DocumentSet {
  hash: string;
  publishedAt: number;
  /** Path relative to the project, such as `dialogs/classic.yaml`, to its text. */
  files: Record<string, string>;
}

export interface SetStore {
  /** Stores the set (once) and makes it the active one. Compares nothing but the hash. Emits `sets`. */
  publish(set: DocumentSet): Promise<void>;
  /** Cost: one look-up. */
  get(hash: string): Promise<DocumentSet | null>;
  /** Hash of the active set; null before the first. Cost: one look-up. */
  active(): Promise<string | null>;
}
