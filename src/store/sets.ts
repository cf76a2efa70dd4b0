/** Configuration text, dialogs, strategies and prompts that belong together, addressed by their content. */
export interface DocumentSet {
  hash: string;
  publishedAt: number;
  /** Path relative to the project, such as `dialogs/classic.yaml`, to its text. */
  files: Record<string, string>;
}

export interface SetStore {
  /** Stores the set (once) and makes it the active one. */
  publish(set: DocumentSet): Promise<void>;
  get(hash: string): Promise<DocumentSet | null>;
  active(): Promise<string | null>;
}
