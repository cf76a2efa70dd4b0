// What a step of the router costs in a large site, and that it does not depend on how many agents there are: 200
// skills, 20,000 callers waiting, callers coming, being given agents and leaving. Two sites run in turn, one of 100
// agents and one of 2,000; each step is what the router's owner does for a message, without the store.
import { seededRandom, type Random } from '../src/core/random.ts';
import { Board } from '../src/routing/board.ts';
import { nextWake } from '../src/routing/expiry.ts';
import type { AgentSetting, RouterMessage, RoutingConfig } from '../src/routing/messages.ts';
import { route } from '../src/routing/route.ts';
import { alternate, median, type Side } from './support/alternate.ts';

const SKILLS = 200;
const SKILLS_EACH = 5;
const WAITING = 20_000;
const SLICE = 100;
/** What a step may cost with 2,000 agents beside one with 100. */
const MOST_TIMES = 1.5;

/** A site in which agents talk in turn: one conversation ends, the next caller in line is given the agent. */
class Site implements Side {
  readonly name: string;
  /** Of the measured rounds and those before them: callers who were given an agent, and steps in all. */
  matches = 0;
  steps = 0;
  readonly #random: Random = seededRandom(9);
  readonly #talking: string[] = [];
  #board: Board;
  #now = 1_000_000;
  #ids = 0;

  constructor(agents: number) {
    this.name = `${agents} agents, steps`;
    const config = configOf(agents, this.#random);
    this.#board = new Board({ seq: 0, agents: [], entries: [], stats: [] }, config);
    this.#take({ type: 'configure', id: 'configure', config });
    this.#board = new Board(this.#board.state(), config);
    for (let caller = 0; caller < agents + WAITING; caller++) this.#call();
    this.matches = 0;
    this.steps = 0;
  }

  /** Conversations end and callers come, `SLICE` of each; answers steps a second. */
  run(): Promise<number> {
    const before = process.hrtime.bigint();
    const stepsBefore = this.steps;
    for (let one = 0; one < SLICE; one++) {
      this.#now += 50;
      const [entryId] = this.#talking.splice(Math.floor(this.#random.next() * this.#talking.length), 1);
      if (entryId !== undefined) this.#take({ type: 'release', id: this.#id(), entryId, reason: 'ended' });
      this.#call();
    }
    return Promise.resolve((this.steps - stepsBefore) / (Number(process.hrtime.bigint() - before) / 1e9));
  }

  /** Somebody calls for one of the skills; whoever is given an agent talks at once. */
  #call(): void {
    const skill = `skill${Math.floor(this.#random.next() * SKILLS)}`;
    this.#take({
      type: 'submit',
      id: this.#id(),
      entryId: this.#id(),
      queue: 'q',
      sessionId: 's',
      actionId: this.#id(),
      requestId: 'r',
      kind: this.#random.next() < 0.5 ? 'live' : 'callback',
      priority: Math.floor(this.#random.next() * 3),
      placeAt: this.#now,
      target: `${skill} > ${Math.floor(this.#random.next() * 3)}`,
      mode: 'waiting',
      reserveMs: 30_000,
      timeoutMs: 14_400_000,
    });
  }

  #take(message: RouterMessage): void {
    this.steps++;
    const { change, outputs } = route(this.#board, message, this.#now);
    this.#board.apply(change);
    nextWake(this.#board, this.#now);
    for (const output of outputs) {
      if (output.kind !== 'reserved') continue;
      this.matches++;
      this.#talking.push(output.entry.id);
      this.#take({ type: 'connected', id: this.#id(), entryId: output.entry.id });
    }
  }

  #id(): string {
    return `m${this.#ids++}`;
  }
}

function configOf(agents: number, random: Random): RoutingConfig {
  const learned = { handleTimeMs: null, initialHandleTimeMs: 180_000, patienceMs: null, roster: null };
  return {
    agents: Array.from({ length: agents }, (_, number) => agentOf(number, random)),
    queues: [{ name: 'q', target: '', afterCallWorkMs: 0, ...learned }],
  };
}

function agentOf(number: number, random: Random): AgentSetting {
  const skills = Object.fromEntries(
    Array.from({ length: SKILLS_EACH }, (_, nth) => [
      `skill${(number * 7 + nth * 41) % SKILLS}`,
      1 + Math.floor(random.next() * 5),
    ]),
  );
  const id = `a${number}`;
  return { id, name: id, phone: `user/${id}`, skills, groups: [], place: '', initial: 'ready' };
}

const [large, small] = [new Site(2_000), new Site(100)];
const { ours, peers, ratios } = await alternate(large, small);
console.log(`${SKILLS} skills, ${WAITING.toLocaleString('en-US')} callers waiting`);
for (const { name, perSecond } of [ours, ...peers])
  console.log(`  ${name.padEnd(24)} ${Math.round(perSecond).toLocaleString('en-US').padStart(8)} /s`);
const matches = (ours.perSecond * large.matches) / large.steps;
console.log(`  ${Math.round(matches).toLocaleString('en-US')} matches a second with 2,000 agents`);
const times = 1 / median(ratios);
judge(
  `a step costs ${times.toFixed(2)} times as much with 2,000 agents as with 100, at most ${MOST_TIMES}`,
  times <= MOST_TIMES,
);

function judge(what: string, kept: boolean): void {
  console.log(`  ${what}: ${kept ? 'kept' : 'MISSED'}`);
  if (!kept) process.exitCode = 1;
}
