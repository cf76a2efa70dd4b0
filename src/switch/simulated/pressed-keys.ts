/** A digit, and the way it came: `RTP` from the far end, `APP` by a command. */
export interface PressedKey {
  key: string;
  source: 'RTP' | 'APP';
}

/**
 * Digits of a channel that no application has read yet. Measured: a digit is told of when it is read, not when it is
 * pressed; one that is thrown away unread is never told of.
 */
export class PressedKeys {
  #unread: PressedKey[] = [];
  readonly #tell: (key: PressedKey) => void;

  constructor(tell: (key: PressedKey) => void) {
    this.#tell = tell;
  }

  get waiting(): boolean {
    return this.#unread.length > 0;
  }

  press(key: PressedKey): void {
    this.#unread.push(key);
  }

  /** Takes the oldest one; null: none waits. */
  read(): string | null {
    const next = this.#unread.shift();
    if (!next) return null;
    this.#tell(next);
    return next.key;
  }

  /** `flush_dtmf`. */
  flush(): void {
    this.#unread = [];
  }
}
