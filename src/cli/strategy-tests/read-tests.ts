import { Ajv2020 } from 'ajv/dist/2020.js';

import type { ScenarioName } from '../../callback/scenarios.ts';
import type { JsonObject } from '../../core/json.ts';
import { PositionedYaml } from '../../core/positioned-yaml.ts';
import type { Problem } from '../../core/problem.ts';
import { schemaProblems } from '../../core/schema-problems.ts';
import { strategyTestSchema, type personNames } from './test-schema.ts';

/** What a test takes for granted. */
export interface Given {
  /** Ids of the agents that are ready; the others are logged out. Nobody is ready when left out. */
  agents?: string[];
  /** `_` options of the service. */
  options?: JsonObject;
  /** Of the service: how often a caller who waits hears the place and the offer again; what agents hear of a callback. */
  'comfort-every'?: string;
  'preview-dialog'?: string;
  'whisper-dialog'?: string;
  /** The service is one of these, in place of what is configured; customers call the number of `access`. */
  scenario?: ScenarioName;
  /** Numbers besides the configured ones, with the strategies that meet their callers. */
  points?: Record<string, string>;
  /** Weekly office hours, UTC; round the clock when left out. */
  hours?: string;
  now?: string;
  /** Who is at a number: what they press at each listen, or what they are. */
  people?: Record<string, (string | number)[] | (typeof personNames)[number]>;
  /** Documents beside those of the project, or in their place, by path; null takes one away. */
  documents?: Record<string, string | null>;
}

/** Something that happens: what is named of these, in this order. */
export interface Happening {
  /** `held`: the switch refuses to end the call for us. */
  call?: { from?: string; to?: string; keys?: (string | number)[]; held?: true };
  book?: { number: string; parameters?: Record<string, string> };
  after?: string;
  /** Time passes until the strategy enters the state, again if it was in it. */
  until?: string;
  agent?: string;
  is?: 'ready' | 'not-ready' | 'logged-out';
  /** What the agent says of the callback that is looked at. */
  answer?: 'accept' | 'reject' | 'later';
  cancel?: true;
  /** The customer says that they are ready: as the app does. */
  confirm?: true;
  /** Somebody at that number hangs up. */
  hangup?: string;
  /** An event that the newest session of the strategy is sent. */
  send?: string;
}

export interface Expected {
  /** Entered in this order; others may be between. */
  states?: string[];
  never?: string[];
  /** Asked for in this order; others may be between. */
  actions?: string[];
  /** Pairs of the callback or of the call. */
  kvps?: JsonObject;
  /** Of the callback, at the end. */
  state?: string;
  reason?: string;
  why?: string;
  /** The results of its attempts. */
  attempts?: string[];
}

export interface StrategyTest {
  name: string;
  given: Given;
  when: Happening[];
  then: Expected;
}

export interface StrategyTestFile {
  yaml: PositionedYaml;
  strategy: string;
  tests: StrategyTest[];
}

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(strategyTestSchema);

/** Whether a file of dialogs/tests is about a strategy, and not about a dialog. */
export function isStrategyTest(text: string): boolean {
  return /^strategy:/m.test(text);
}

/** Reads a file of tests of a strategy; `file` is null when there are problems. */
export function readStrategyTests(
  name: string,
  text: string,
): { file: StrategyTestFile | null; problems: Problem[] } {
  const yaml = new PositionedYaml(name, text);
  const problems = [...yaml.problems, ...schemaProblems(yaml, validate)];
  if (problems.length > 0) return { file: null, problems };
  const raw = yaml.value as { strategy: string; tests: (Omit<StrategyTest, 'given'> & { given?: Given })[] };
  const tests = raw.tests.map((test) => ({ ...test, given: test.given ?? {} }));
  return { file: { yaml, strategy: raw.strategy, tests }, problems };
}
