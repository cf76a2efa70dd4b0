import type { ElementNode } from '../../scxml/step.ts';
import { textOf } from '../module.ts';

/** The targets of a submit as the router reads them, or why they are none. */
export type Targets = { ok: true; target: string } | { ok: false; why: string };

/** What the kinds of targets are written as behind a name. The others are no agents. */
const suffixes: Record<string, string> = { agent: 'A', place: 'AP', agentgroup: 'GA', skill: '' };
const noAgents = ['placegroup', 'queue', 'dn', 'campaigngroup', 'routepoint', 'label'];

interface Alternative {
  target: string;
  /** `sdata(..., RStatAgentsReady) > 2`, or nothing. */
  threshold: string;
  /** Its share where one of several is drawn, as it is written; nothing: 1. */
  weight: string;
}

/**
 * ORS: `queue:targets` with `target` (name, type, threshold) and `targetid` (a comma list of
 * `{threshold}[weight]name@server.type` and `?name:expression@server.type`). Any of them will do. `draw`, from 0 up to
 * 1, chooses one of them by its weight (`ordertype` `percentage`); null: none is drawn.
 */
export function targetsOf(children: ElementNode[], draw: number | null = null): Targets {
  try {
    const alternatives = children
      .filter((child) => child.name === 'targets')
      .flatMap((targets) => targets.children.flatMap((target) => alternativesOf(target, targets)))
      .filter(({ target }) => target !== '');
    return { ok: true, target: together(draw === null ? alternatives : drawn(alternatives, draw)) };
  } catch (error) {
    if (error instanceof NoTarget) return { ok: false, why: error.message };
    throw error;
  }
}

class NoTarget extends Error {}

function alternativesOf(node: ElementNode, parent: ElementNode): Alternative[] {
  const type = (textOf(node.attributes, 'type') || textOf(parent.attributes, 'type')).toLowerCase();
  if (node.name === 'targetid') return listOf(textOf(node.attributes, 'expr'));
  if (node.name !== 'target') throw new NoTarget(`there are no targets of the kind "${node.name}" here`);
  if (noAgents.includes(type))
    throw new NoTarget(`targets of type "${type}" are no agents: a number is a destination of ixn:redirect`);
  const name = textOf(node.attributes, 'name');
  const suffix = Object.hasOwn(suffixes, type) ? suffixes[type] : '';
  const written = suffix && !name.includes('@') ? `${name}@.${suffix}` : name;
  const [threshold, weight] = [textOf(node.attributes, 'threshold'), textOf(node.attributes, 'weight')];
  return [{ target: written, threshold, weight }];
}

/** 1 unless said; `30` and `30%`. */
function weightOf(written: string): number {
  if (written.trim() === '') return 1;
  const weight = Number(written.replace(/%\s*$/, ''));
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new NoTarget(`"${written.slice(0, 50)}" is no weight`);
}

/** The one in whose share `draw` falls. */
function drawn(alternatives: Alternative[], draw: number): Alternative[] {
  const weights = alternatives.map(({ weight }) => weightOf(weight));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (alternatives.length > 0 && sum === 0) throw new NoTarget('no target has a weight');
  let left = draw * sum;
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return alternatives.slice(index, index + 1);
}

/** Commas within parentheses, braces or a JSON list separate nothing. */
function listOf(text: string): Alternative[] {
  if (/^\s*\[\s*\{/.test(text)) return [{ target: text.trim(), threshold: '', weight: '' }];
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of text) {
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    if (letter === ',' && depth <= 0) parts.push(part);
    part = letter === ',' && depth <= 0 ? '' : part + letter;
  }
  return [...parts, part].map(oneOf);
}

function oneOf(written: string): Alternative {
  const [, threshold = '', weight = '', rest = ''] =
    /^\s*(?:\{([^}]*)\})?\s*(?:\[([^\]]*)\])?([^]*)$/.exec(written) ?? [];
  return { target: rest.trim(), threshold: threshold.trim(), weight };
}

function together(alternatives: Alternative[]): string {
  const lists = alternatives.filter(({ target }) => target.startsWith('['));
  if (lists.length > 0 && alternatives.length > 1)
    throw new NoTarget('a JSON list of targets stands by itself');
  if (alternatives.some(({ threshold }) => threshold !== '')) return conditional(alternatives);
  const targets = alternatives.map(({ target }) => target);
  return targets.length > 1 ? targets.map((target) => `(${target})`).join(' | ') : (targets[0] ?? '');
}

/** As a list whose next target joins at once: the shortest time-out there is. */
function conditional(alternatives: Alternative[]): string {
  return JSON.stringify(
    alternatives.map(({ target, threshold }) => ({ target, timeout: 0.001, ...conditionOf(threshold) })),
  );
}

/** URS thresholds in a subset: how many agents who meet the target are ready, or logged in. */
function conditionOf(threshold: string): object {
  if (threshold === '') return {};
  const [, stat = '', operator = '', value = ''] =
    /^sdata\s*\([^()]*,\s*(\w+)\s*\)\s*(>=|<=|!=|==|[><=])\s*(\d+(?:\.\d+)?)$/i.exec(threshold) ?? [];
  const known = /^(?:R?StatAgents(Ready(?:voice)?|Total|LoggedIn))$/.exec(stat)?.[1];
  if (known === undefined || operator === '')
    throw new NoTarget(
      `the threshold "${threshold.slice(0, 100)}" is none of sdata(target, RStatAgentsReady) > n, RStatAgentsTotal`,
    );
  const name = known === 'LoggedIn' ? 'Total' : known;
  return {
    stat_to_check: `RStatAgents${name}`,
    stat_operator: operator === '==' ? '=' : operator,
    stat_value: Number(value),
  };
}
