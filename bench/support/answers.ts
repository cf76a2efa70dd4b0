import { BareEsl } from './bare-esl.ts';
import { pause, type BenchSwitch } from './bench-switch.ts';

const TALK_MS = 1_000;
const PATIENCE_MS = 15_000;

/** Watches who answers on a switch, and hangs every answered call up a second later. */
export class Answers {
  #at: number[] = [];
  readonly #control: BareEsl;
  readonly #events: BareEsl;

  private constructor(control: BareEsl, events: BareEsl) {
    this.#control = control;
    this.#events = events;
    events.onEvent = (json) => {
      if (!json.includes('"Call-Direction":"outbound"')) return;
      const id = /"Unique-ID":"([^"]+)"/.exec(json)?.[1] ?? '';
      this.#at.push(performance.now());
      setTimeout(() => void control.send(`api uuid_kill ${id}`), TALK_MS);
    };
  }

  static async on(target: BenchSwitch): Promise<Answers> {
    return new Answers(await BareEsl.open(target), await BareEsl.open(target, 'CHANNEL_ANSWER'));
  }

  /** Lets `call` be done `rate` times a second for `seconds`; gives how many were answered a second. */
  async rate(rate: number, seconds: number, call: (index: number) => void): Promise<number> {
    this.#at = [];
    const count = rate * seconds;
    const begun = performance.now();
    for (let index = 0; index < count; index++) {
      const wait = begun + (index * 1_000) / rate - performance.now();
      if (wait > 1) await pause(wait);
      call(index);
    }
    const limit = performance.now() + PATIENCE_MS;
    while (this.#at.length < count && performance.now() < limit) await pause(20);
    const [first = 0] = this.#at;
    const found = this.#at.length;
    const perSecond = ((found - 1) * 1_000) / ((this.#at.at(-1) ?? Infinity) - first);
    // Those that are hung up yet must not weigh on the next measurement.
    await pause(TALK_MS + 500);
    return (perSecond * found) / count;
  }

  close(): void {
    this.#control.close();
    this.#events.close();
  }
}
