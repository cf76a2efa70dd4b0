import { describe, expect, it } from 'vitest';

import { seededRandom, type Random } from '../../src/core/random.ts';
import type { RoutingOutput } from '../../src/routing/messages.ts';
import { agent, Desk } from './desk.ts';

const MINUTE = 60_000;
const AGENTS = 20;

interface Caller {
  id: string;
  kind: 'live' | 'callback';
  arrivedAt: number;
  /** When the agent was given; null: not yet, or was not reached the first time. */
  servedAt: number | null;
  attempts: number;
  /** Drawn when the caller comes, so that ways of dialling can be compared: how long they talk, and each call goes. */
  talkMs: number;
  calls: readonly { answers: boolean; ms: number }[];
}

/** An hour of callers in which more come than agents can take, half of whom are called back; events in their order. */
class BusyHour {
  readonly callers = new Map<string, Caller>();
  /** How many agents too few there were for those who were being called or had answered, at most. */
  overcalled = 0;
  readonly #desk: Desk;
  readonly #random: Random;
  readonly #ahead: boolean;
  readonly #events: { at: number; act: () => RoutingOutput[] }[] = [];

  /** `capPercent`: of abandoned customers; 0: nobody is called before an agent is free. */
  constructor(seed: number, capPercent: number) {
    this.#random = seededRandom(seed);
    this.#ahead = capPercent > 0;
    const crew = Array.from({ length: AGENTS }, (_, index) => agent(String(1001 + index)));
    this.#desk = new Desk(crew);
    const queues = this.#desk.config.queues.map((queue) => ({
      ...queue,
      afterCallWorkMs: 5_000,
      abandonedCapPercent: capPercent,
    }));
    this.#desk.configure({ ...this.#desk.config, queues });
    this.#arrive(this.#desk.now, 0);
  }

  run(): this {
    for (;;) {
      this.#events.sort((a, b) => a.at - b.at);
      const next = this.#events.shift();
      if (!next) return this;
      this.#desk.now = next.at;
      this.#follow(next.act());
    }
  }

  get inversions(): Desk['inversions'] {
    return this.#desk.inversions;
  }

  /** Mean wait of those of a sort who were served and reached at once, s. */
  meanWait(kind: Caller['kind']): number {
    return meanOf(this.#reached.filter((one) => one.kind === kind).map(waitOf));
  }

  /** How much longer virtual callers waited than live ones of the same minute, of those who were reached at once; s. */
  get difference(): number {
    const minutes = Map.groupBy(this.#reached, ({ arrivedAt }) => Math.floor(arrivedAt / MINUTE));
    const differences = [...minutes.values()].flatMap((minute) => {
      const [live, virtual] = [
        minute.filter(({ kind }) => kind === 'live'),
        minute.filter(({ kind }) => kind !== 'live'),
      ];
      return live.length > 0 && virtual.length > 0
        ? [meanOf(virtual.map(waitOf)) - meanOf(live.map(waitOf))]
        : [];
    });
    return meanOf(differences);
  }

  /** Of the customers who answered, those who were not with an agent within two seconds. */
  get abandoned(): number {
    const days = this.#desk.state.stats.flatMap(({ calls }) => calls?.days ?? []);
    return (
      days.reduce((sum, day) => sum + day.abandoned, 0) / days.reduce((sum, day) => sum + day.answered, 0)
    );
  }

  get #reached(): Caller[] {
    return [...this.callers.values()].filter(({ servedAt, attempts }) => servedAt !== null && attempts <= 1);
  }

  #arrive(start: number, count: number): void {
    // A conversation takes 125 s: at first more come than can be served, then fewer.
    const perMinute = (AGENTS / (125 / 60)) * (this.#desk.now - start < 30 * MINUTE ? 1.15 : 0.85);
    const at = this.#desk.now + exponential(this.#random, MINUTE / perMinute);
    if (at > start + 60 * MINUTE) return;
    this.#at(at, () => {
      const kind = this.#random.next() < 0.5 ? 'live' : 'callback';
      const id = `c${count}`;
      const calls = Array.from({ length: 20 }, () => callOf(this.#random));
      const talkMs = exponential(this.#random, 119_000);
      this.callers.set(id, { id, kind, arrivedAt: at, servedAt: null, attempts: 0, talkMs, calls });
      this.#arrive(start, count + 1);
      return kind === 'live' ? this.#desk.submit(id, { placeAt: at }) : this.#notify(id);
    });
  }

  #notify(id: string): RoutingOutput[] {
    const { arrivedAt } = this.#caller(id);
    return this.#desk.notify(id, { placeAt: arrivedAt, ...(this.#ahead ? { ahead: true } : {}) });
  }

  #follow(outputs: RoutingOutput[]): void {
    for (const output of outputs) {
      if (output.kind === 'near') this.#call(output.entry.id);
      if (output.kind === 'reserved') this.#talk(output.entry.id);
    }
    const { entries, agents } = this.#desk.state;
    const called = entries.filter(({ mode }) => mode === 'notified').length;
    const waiting = entries.filter(
      ({ mode, answeredAt }) => mode === 'waiting' && answeredAt !== undefined,
    ).length;
    const working = agents.filter(({ state }) => !['logged-out', 'not-ready'].includes(state)).length;
    if (outputs.some(({ kind }) => kind === 'near'))
      this.overcalled = Math.max(this.overcalled, called + waiting - working);
  }

  #call(id: string): void {
    const caller = this.#caller(id);
    const { answers, ms } = caller.calls[caller.attempts++] ?? { answers: true, ms: 15_000 };
    const { now } = this.#desk;
    const answered = { kind: 'callback', placeAt: caller.arrivedAt, answered: true } as const;
    this.#at(now + ms, () => (answers ? this.#desk.submit(id, answered) : this.#desk.hold(id)));
    if (!answers) this.#at(now + ms + 300_000, () => this.#notify(id));
  }

  #talk(id: string): void {
    const { now } = this.#desk;
    const caller = this.#caller(id);
    caller.servedAt = now;
    this.#at(now + 1_000, () => this.#desk.connected(id));
    this.#at(now + 1_000 + caller.talkMs, () => {
      this.#at(this.#desk.now + 5_000, () => this.#desk.pass(0));
      return this.#desk.release(id, 'ended');
    });
  }

  #at(at: number, act: () => RoutingOutput[]): void {
    this.#events.push({ at, act });
  }

  #caller(id: string): Caller {
    const caller = this.callers.get(id);
    if (!caller) throw new Error(`nobody is called ${id}`);
    return caller;
  }
}

/** Three of four answer and press 1 after 10 to 20 s; the others let it ring, and are tried again five minutes later. */
function callOf(random: Random): { answers: boolean; ms: number } {
  const answers = random.next() < 0.75;
  return { answers, ms: answers ? 10_000 + random.next() * 10_000 : 25_000 };
}

function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random.next()) * mean;
}

function waitOf({ arrivedAt, servedAt }: Caller): number {
  return ((servedAt ?? arrivedAt) - arrivedAt) / 1000;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const hours = [1, 2, 3, 4].map((seed) => ({
  seed,
  ahead: new BusyHour(seed, 100).run(),
  capped: new BusyHour(seed, 3).run(),
  after: new BusyHour(seed, 0).run(),
}));

describe('a busy hour of live and virtual callers in one line', () => {
  it.each(hours)(
    'everyone is served in turn, and never are more called than can be served ($seed)',
    (hour) => {
      for (const one of [hour.ahead, hour.capped, hour.after]) {
        expect(one.callers.size).toBeGreaterThan(500);
        expect([...one.callers.values()].filter(({ servedAt }) => servedAt === null)).toEqual([]);
        expect(one.inversions.filter(({ cause }) => cause === 'unexplained')).toEqual([]);
        expect(one.overcalled).toBeLessThanOrEqual(0);
      }
    },
  );

  it.each(hours)(
    'live and virtual callers of the same minute wait alike ($seed)',
    ({ ahead, capped, after }) => {
      expect(Math.abs(ahead.difference)).toBeLessThan(10);
      // Where nobody is called before an agent is free it is the time that a call takes.
      for (const one of [capped, after]) expect(Math.abs(one.difference)).toBeLessThan(20);
    },
  );

  it.each(hours)(
    'calling ahead lets everyone wait less, for agents do not idle while it rings ($seed)',
    (hour) => {
      for (const kind of ['live', 'callback'] as const)
        expect(hour.ahead.meanWait(kind)).toBeLessThan(hour.after.meanWait(kind) * 0.85);
    },
  );

  it.each(hours)('a cap on the share of abandoned customers slows it down ($seed)', ({ ahead, capped }) => {
    expect(ahead.abandoned).toBeGreaterThan(0.15);
    expect(capped.abandoned).toBeLessThan(0.07);
    expect(capped.meanWait('live')).toBeGreaterThan(ahead.meanWait('live'));
  });
});
