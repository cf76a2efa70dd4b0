import { didYouMean } from '../core/did-you-mean.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { parseTarget, type Operator, type Target } from './target.ts';
import { TargetMistake } from './target-tokens.ts';

/** One of the targets that a caller waits for in turn. */
export interface TargetStep {
  target: Target;
  /** After how long the next target joins it; null: never. */
  timeoutMs: number | null;
  /** When the next one joins, this one is given up. */
  clear: boolean;
  /** It counts while this holds for the agents who meet it. */
  condition: { stat: TargetStat; operator: Operator; value: number } | null;
}

const stats = ['RStatAgentsReadyvoice', 'RStatAgentsReady', 'RStatAgentsTotal'] as const;
type TargetStat = (typeof stats)[number];

export type ParsedTargets = { ok: true; steps: TargetStep[] } | { ok: false; at: number; message: string };

// GMS `_target`: a list has 15 targets at most.
const MOST = 15;
const LONGEST = 40_000;
const operators = ['>', '>=', '<', '<=', '=', '!='] as const;
const keys = ['target', 'timeout', 'clear', 'stat_to_check', 'stat_operator', 'stat_value'];

/**
 * Reads a target, or a JSON list of targets as GMS has it: `[{"target": "Billing > 5", "timeout": 30, "clear": true},
 * {"target": "Billing", "stat_to_check": "RStatAgentsReady", "stat_operator": ">", "stat_value": 1}]`, time-outs in
 * seconds. A mistake is told with its position in the text, counted from 1.
 */
export function parseTargets(text: string): ParsedTargets {
  if (!text.trimStart().startsWith('[')) {
    const parsed = parseTarget(text);
    if (!parsed.ok) return parsed;
    return { ok: true, steps: [{ target: parsed.target, timeoutMs: null, clear: false, condition: null }] };
  }
  try {
    if (text.length > LONGEST) throw new TargetMistake(LONGEST, `a list has at most ${LONGEST} characters`);
    return { ok: true, steps: readList(text) };
  } catch (error) {
    if (error instanceof TargetMistake) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
}

function readList(text: string): TargetStep[] {
  const start = text.length - text.trimStart().length + 1;
  const list = parsed(text);
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST)
    throw new TargetMistake(start, `a list has from 1 to ${MOST} targets`);
  let from = 0;
  return list.map((item, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new TargetMistake(start, `target ${index + 1} of the list is not an object with "target"`);
    const written = JSON.stringify(item['target'] ?? '');
    const found = text.indexOf(written, from);
    // A text that is written with escapes of its own is not found: then the list's beginning has to do.
    const at = found < 0 ? start : found + 2;
    if (found >= 0) from = found + written.length;
    return readStep(item, { at, which: `target ${index + 1}` });
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const at = Math.min(text.length + 1, position === undefined ? text.length + 1 : Number(position) + 1);
    throw new TargetMistake(at, 'it is not a JSON list');
  }
}

function readStep(item: JsonObject, { at, which }: { at: number; which: string }): TargetStep {
  const wrong = (why: string): TargetMistake => new TargetMistake(at, `${which}: ${why}`);
  for (const key of Object.keys(item))
    if (!keys.includes(key)) throw wrong(`there is no "${key.slice(0, 50)}"${didYouMean(key, keys)}`);
  const { target: expression, timeout = null, clear = false } = item;
  if (typeof expression !== 'string') throw wrong('"target" is missing');
  const target = parseTarget(expression);
  if (!target.ok) throw new TargetMistake(at + target.at - 1, `${which}: ${target.message}`);
  const seconds = timeout === null ? null : numberOf(timeout);
  if (seconds !== null && !(seconds > 0)) throw wrong('"timeout" is a number of seconds above 0');
  const cleared = clear === true || clear === 'true';
  if (!cleared && clear !== false && clear !== 'false') throw wrong('"clear" is true or false');
  return {
    target: target.target,
    timeoutMs: seconds === null ? null : Math.round(seconds * 1000),
    clear: cleared,
    condition: readCondition(item, wrong),
  };
}

function readCondition(item: JsonObject, wrong: (why: string) => TargetMistake): TargetStep['condition'] {
  const { stat_to_check: name = null, stat_operator: sign = null, stat_value: limit = null } = item;
  if (name === null && sign === null && limit === null) return null;
  const stat = stats.find((one) => one === name);
  if (!stat) {
    const given = typeof name === 'string' ? name.slice(0, 50) : '';
    throw wrong(
      `there is no statistic "${given}"${didYouMean(given, stats) || `; there are ${stats.join(', ')}`}`,
    );
  }
  const operator = operators.find((one) => one === sign);
  if (!operator) throw wrong(`"stat_operator" is one of ${operators.join(' ')}`);
  const value = numberOf(limit);
  if (!Number.isFinite(value)) throw wrong('"stat_value" is a number');
  return { stat, operator, value };
}

/** Numbers come as such or, from a form, as text. */
function numberOf(value: Json): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
}
