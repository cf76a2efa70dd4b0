/** What goes on on a call for a request, and how it is ended. */
export class Treatment {
  #stopped = false;
  readonly #stops: (() => unknown)[] = [];

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Calls `stop` when the treatment is to end; at once when that is so already. */
  onStop(stop: () => unknown): void {
    if (this.#stopped) stop();
    else this.#stops.push(stop);
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
  }
}

/** Treatments that this process plays, by the request that asked for them: `dialog:stop` ends one. */
export class RunningTreatments {
  readonly #running = new Map<string, Treatment>();

  /** Until `ended` is called it can be stopped by its request. */
  begin(requestId: string): { treatment: Treatment; ended: () => void } {
    const treatment = new Treatment();
    this.#running.set(requestId, treatment);
    const ended = (): void => {
      if (this.#running.get(requestId) === treatment) this.#running.delete(requestId);
    };
    return { treatment, ended };
  }

  has(requestId: string): boolean {
    return this.#running.has(requestId);
  }

  /** False when nothing of that request goes on here. */
  stop(requestId: string): boolean {
    const treatment = this.#running.get(requestId);
    treatment?.stop();
    return treatment !== undefined;
  }
}
