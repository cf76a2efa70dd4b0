import { seededUniform } from './uniform.ts';

/** A call centre of one skill; rates a second, durations in seconds, times of day in seconds since midnight. */
export interface Centre {
  arrivals(at: number, incident: Incident): number;
  agents(at: number): number;
  handleS: number;
  /** Coefficient of variation of the handle time. */
  variation: number;
  /** Scale of the Weibull patience (shape 1.3) of callers on the line. */
  patienceS: number;
  /** Share of those offered a callback who take it, from which expected wait on. */
  taking: number;
  offeredFromS: number;
  /** Standard deviation of the day's logarithmic factor. */
  dayFactor: number;
  /** How likely a day has an incident; and the highest rate then. */
  incidents: number;
  highestRate: number;
}

interface Incident {
  happens: boolean;
  from: number;
}

/** What can be seen when a callback is taken, and how long it then waited. */
export interface Observation {
  at: number;
  agents: number;
  ahead: number;
  aheadLive: number;
  handleS: number;
  /** Wait of whoever was last given an agent. */
  lastEnteredS: number;
  /** Conversations that ended in the last quarter of an hour, a second. */
  endedRate: number;
  waitedS: number;
}

interface Caller {
  at: number;
  takesCallback: boolean;
  gone: boolean;
  entered: boolean;
  seen: Omit<Observation, 'waitedS'> | null;
}

type Event =
  | { at: number; kind: 'arrives' | 'shift' }
  | { at: number; kind: 'ends'; tookS: number }
  | { at: number; kind: 'gives-up'; caller: Caller };

const HOUR = 3600;
export const OPEN = 8 * HOUR;
export const CLOSE = 20 * HOUR;
const AFTER_CLOSE = 2 * HOUR;
const QUARTER = 900;
const FIVE_MINUTES = 300;
const SHAPE = 1.3;

/** A day of the centre, first come first served; callers who took a callback keep their place and never give up. */
export function queueDay(centre: Centre, seed: number): Observation[] {
  return new QueueDay(centre, seed).run();
}

class QueueDay {
  readonly #centre: Centre;
  readonly #uniform: () => number;
  readonly #events = new EventHeap();
  readonly #seen: Observation[] = [];
  readonly #ended: number[] = [];
  #line: Caller[] = [];
  #busy = 0;
  #live = 0;
  #callbacks = 0;
  #handleS: number;
  #lastEnteredS = 0;

  constructor(centre: Centre, seed: number) {
    this.#centre = centre;
    this.#uniform = seededUniform(seed);
    this.#handleS = centre.handleS;
    this.#plan();
  }

  run(): Observation[] {
    for (let event = this.#events.pop(); event && event.at <= CLOSE + AFTER_CLOSE; event = this.#events.pop())
      this.#follow(event);
    return this.#seen;
  }

  /** Arrivals by thinning, and a look at the shift every five minutes. */
  #plan(): void {
    const { arrivals, dayFactor, incidents, highestRate } = this.#centre;
    const factor = Math.exp(dayFactor * this.#normal() - (dayFactor * dayFactor) / 2);
    const happens = incidents > 0 ? this.#uniform() < incidents : false;
    const incident = { happens, from: OPEN + HOUR + this.#uniform() * 7 * HOUR };
    let highest = highestRate;
    for (let at = OPEN; at < CLOSE; at += FIVE_MINUTES) highest = Math.max(highest, arrivals(at, incident));
    highest *= factor * 1.05;
    for (let at = OPEN; ;) {
      at += -Math.log(1 - this.#uniform()) / highest;
      if (at >= CLOSE - HOUR / 2) break;
      if (this.#uniform() < (arrivals(at, incident) * factor) / highest)
        this.#events.push({ at, kind: 'arrives' });
    }
    for (let at = OPEN; at < CLOSE + AFTER_CLOSE; at += FIVE_MINUTES)
      this.#events.push({ at, kind: 'shift' });
  }

  #follow(event: Event): void {
    if (event.kind === 'arrives') this.#arrive(event.at);
    else if (event.kind === 'gives-up') this.#giveUp(event.caller);
    else {
      if (event.kind === 'ends') {
        this.#busy--;
        this.#ended.push(event.at);
        this.#handleS += (event.tookS - this.#handleS) * 0.02;
      }
      this.#enter(event.at);
    }
  }

  #arrive(at: number): void {
    const caller: Caller = { at, takesCallback: false, gone: false, entered: false, seen: null };
    if (this.#busy >= this.#agents(at)) this.#offer(caller);
    else this.#live++;
    if (!caller.takesCallback) {
      const patience = this.#centre.patienceS * Math.pow(-Math.log(1 - this.#uniform()), 1 / SHAPE);
      this.#events.push({ at: at + patience, kind: 'gives-up', caller });
    }
    this.#line.push(caller);
    this.#enter(at);
  }

  #offer(caller: Caller): void {
    const { offeredFromS, taking } = this.#centre;
    const seen = this.#look(caller.at);
    if ((seen.ahead * seen.handleS) / seen.agents >= offeredFromS && this.#uniform() < taking) {
      caller.takesCallback = true;
      caller.seen = seen;
      this.#callbacks++;
    } else this.#live++;
  }

  #look(at: number): Omit<Observation, 'waitedS'> {
    const recent = this.#ended.length - 1 - this.#ended.findLastIndex((ended) => ended <= at - QUARTER);
    return {
      at,
      agents: this.#agents(at),
      ahead: this.#live + this.#callbacks,
      aheadLive: this.#live,
      handleS: this.#handleS,
      lastEnteredS: this.#lastEnteredS,
      endedRate: Math.max(recent / QUARTER, 1e-4),
    };
  }

  #enter(at: number): void {
    const agents = this.#agents(Math.min(at, CLOSE - 1));
    while (this.#busy < agents) {
      const caller = this.#line.shift();
      if (!caller) return;
      if (caller.gone) continue;
      if (caller.takesCallback) this.#callbacks--;
      else this.#live--;
      caller.entered = true;
      this.#lastEnteredS = at - caller.at;
      if (caller.seen) this.#seen.push({ ...caller.seen, waitedS: this.#lastEnteredS });
      this.#busy++;
      const tookS = this.#handleTime();
      this.#events.push({ at: at + tookS, kind: 'ends', tookS });
    }
  }

  #giveUp(caller: Caller): void {
    if (caller.entered || caller.gone) return;
    caller.gone = true;
    this.#live--;
    const first = this.#line.findIndex((one) => !one.gone);
    if (first !== 0) this.#line = first < 0 ? [] : this.#line.slice(first);
  }

  #agents(at: number): number {
    return Math.max(1, this.#centre.agents(at));
  }

  #handleTime(): number {
    const { handleS, variation } = this.#centre;
    const sigma = Math.sqrt(Math.log(1 + variation * variation));
    return Math.exp(Math.log(handleS) - (sigma * sigma) / 2 + sigma * this.#normal());
  }

  #normal(): number {
    let first = 0;
    while (first === 0) first = this.#uniform();
    return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * this.#uniform());
  }
}

/** What happens next first. */
class EventHeap {
  readonly #heap: Event[] = [];

  push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  pop(): Event | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      let least = index;
      if (this.#at(left) < this.#at(least)) least = left;
      if (this.#at(left + 1) < this.#at(least)) least = left + 1;
      if (least === index) return first;
      this.#swap(least, index);
      index = least;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a && b) [this.#heap[one], this.#heap[other]] = [b, a];
  }
}
