import { isFree } from './media.ts';
import type { AgentRow } from './state.ts';

/** Agents by what they do. */
export class StaffCount {
  #loggedIn = 0;
  #working = 0;
  #ready = 0;

  /** `by` 1 for an agent who comes, -1 for one who goes. */
  count(agent: AgentRow, by: 1 | -1): void {
    const { state } = agent;
    if (state === 'logged-out') return;
    this.#loggedIn += by;
    if (state !== 'not-ready') this.#working += by;
    if (isFree(agent)) this.#ready += by;
  }

  /** Who takes calls, or will when the one that goes on is over. */
  get working(): number {
    return this.#working;
  }

  get ready(): number {
    return this.#ready;
  }

  copy(): StaffCount {
    const copy = new StaffCount();
    [copy.#loggedIn, copy.#working, copy.#ready] = [this.#loggedIn, this.#working, this.#ready];
    return copy;
  }

  /** As `QueueReading.staff`. */
  read(): { agents: number; ready: number } {
    return { agents: this.#working > 0 ? this.#working : this.#loggedIn, ready: this.#ready };
  }
}
