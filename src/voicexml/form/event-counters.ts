/** How often each event, and each dotted prefix of one, occurred in a dialog or form item (VoiceXML 2.1 §5.2.2). */
export class EventCounters {
  readonly #counts = new Map<string, number>();

  /** Counts an event for itself and every prefix, the empty one included. */
  count(event: string): void {
    const parts = event.split('.');
    for (let length = 0; length <= parts.length; length++) {
      const prefix = parts.slice(0, length).join('.');
      this.#counts.set(prefix, this.of(prefix) + 1);
    }
  }

  of(prefix: string): number {
    return this.#counts.get(prefix) ?? 0;
  }

  reset(): void {
    this.#counts.clear();
  }
}
