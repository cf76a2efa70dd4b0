/** What a caller said at a dialog, such as a name. */
export interface Utterance {
  id: string;
  /** Epoch ms. */
  at: number;
  /** Media type, such as `audio/x-wav`. */
  type: string;
  base64: string;
}

/** Recordings of callers. They are kept until `retention.forget` is asked for an instant after theirs. */
export interface UtteranceStore {
  /** Keeps it; one of that id stays as it is. Compares the id. Emits nothing. */
  keep(utterance: Utterance): Promise<void>;
  /** Cost: one look-up. */
  get(id: string): Promise<Utterance | null>;
}
