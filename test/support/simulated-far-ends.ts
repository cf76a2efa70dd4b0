import { after, type Scene } from '../../src/simulation/scene.ts';
import type { Person, PhoneLine } from '../../src/switch/person.ts';

/** What a phone does so long after its answer (or after its early media has begun), ms. */
type Act = [atMs: number, does: (line: PhoneLine) => void];

interface FarEnd {
  /** 180 for so long before the final answer; left out: at once, or never when nothing follows. */
  ringMs?: number;
  /** Sound before the final answer, for so long. */
  earlyMs?: number;
  early?: Act[];
  /** Final refusal, and the cause that a Reason header names. */
  refuses?: [status: number, cause?: string];
  answers?: Act[];
}

const RING_MS = 300;
const says = (fromMs: number, untilMs: number): Act => [fromMs, (line) => line.speak(untilMs - fromMs)];
const presses = (atMs: number, key: string): Act => [atMs, (line) => line.press(key)];
const answers = (...acts: Act[]): FarEnd => ({ ringMs: RING_MS, answers: acts });
const refuses = (status: number, ringMs?: number): FarEnd => ({
  refuses: [status],
  ...(ringMs === undefined ? {} : { ringMs }),
});
const inTurn = (keys: string, fromMs: number, everyMs: number): Act[] =>
  Array.from(keys, (key, index) => presses(fromMs + index * everyMs, key));
const greeting = [says(1_020, 1_480), says(1_840, 4_100), says(4_540, 6_940), says(7_360, 13_740)];
const hello = says(520, 980);

/** The far ends of the lab, by their names there, with the timing of what they play. */
const farEnds: Readonly<Record<string, FarEnd>> = {
  addrincomplete_484: refuses(484),
  answer_dtmf1: answers(presses(2_000, '1')),
  answer_dtmf1_4s: answers(presses(4_000, '1')),
  answer_dtmf1_early: answers(presses(200, '1')),
  answer_dtmf9_1: answers(presses(1_000, '9'), presses(4_280, '1')),
  answer_dtmf_1234: answers(...inTurn('1234#', 2_000, 280)),
  answer_fax_ced: answers([1_000, (line) => line.tone('fax', 2_980)]),
  answer_fax_cng: answers(
    ...[1_000, 4_500, 8_000].map((at): Act => [at, (line) => line.tone('fax-calling', 480)]),
  ),
  answer_hangup: answers([2_000, (line) => line.hangUp()]),
  answer_hangup_reason: answers([2_000, (line) => line.hangUp()]),
  answer_human: answers(hello),
  answer_human_dtmf1: answers(hello, presses(4_320, '1')),
  answer_human_long: answers(says(520, 2_440)),
  answer_machine: answers(...greeting, [14_600, (line) => line.tone('beep', 500)]),
  answer_machine440: answers(...greeting, [14_600, (line) => line.tone('low-beep', 400)]),
  answer_machine_short: answers(says(520, 1_920), [2_780, (line) => line.tone('beep', 500)]),
  answer_plain: answers(),
  answer_silence: answers(),
  busy_486: refuses(486, RING_MS),
  busy_600: refuses(600, RING_MS),
  early_answer: { earlyMs: 4_000, answers: [says(2_000, 3_980), says(8_000, 9_980)] },
  early_inband_busy: {
    earlyMs: Infinity,
    early: Array.from({ length: 20 }, (_, count): Act => [count * 1_000, (line) => line.tone('busy', 500)]),
  },
  early_ringback: { earlyMs: Infinity },
  early_sit_404: { earlyMs: 8_000, early: [[500, (line) => line.tone('sit', 6_500)]], refuses: [404] },
  forbidden_403: refuses(403),
  gone_410: refuses(410),
  gwtimeout_504: refuses(504),
  noanswer_180: { ringMs: Infinity },
  notacceptable_488: refuses(488),
  notfound_404: refuses(404),
  overload_503: refuses(503),
  q850_congestion_503: { refuses: [503, 'NORMAL_CIRCUIT_CONGESTION'] },
  q850_unallocated_404: { refuses: [404, 'UNALLOCATED_NUMBER'] },
  reject_603: refuses(603, RING_MS),
  rejected_607: refuses(607),
  srv_500: refuses(500),
  timeout_408: refuses(408, RING_MS),
  unavail_480: refuses(480, RING_MS),
};

export const farEndNames = Object.keys(farEnds);

/** A person who behaves like a far end of the lab. Throws for a name that it does not have. */
export function farEndNamed(scene: Scene, name: string): Person {
  const farEnd = farEnds[name];
  if (!farEnd) throw new Error(`the lab has no far end ${name}`);
  return {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') rings(scene, farEnd, line);
      if (perception.kind === 'connected') perform(scene, line, farEnd.answers ?? []);
    },
  };
}

function rings(scene: Scene, farEnd: FarEnd, line: PhoneLine): void {
  const { ringMs = 0, earlyMs = 0, early = [], refuses: refusal } = farEnd;
  const final = (): void => {
    if (refusal) line.reject(...refusal);
    else line.answer();
  };
  if (earlyMs > 0) {
    line.progress();
    perform(scene, line, early);
  }
  const wait = Math.max(ringMs, earlyMs);
  if (wait === 0) final();
  else if (Number.isFinite(wait)) after(scene, wait, final);
}

function perform(scene: Scene, line: PhoneLine, acts: readonly Act[]): void {
  for (const [atMs, does] of acts) after(scene, atMs, () => does(line));
}
