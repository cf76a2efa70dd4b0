import { mergeArrows, type Arrow, type Box, type Diagram } from '../drawing/diagram.ts';
import type { Chart, StateNode, Transition } from './chart/chart.ts';

const LONGEST = 44;

/** A statechart as a diagram. Ids of boxes are ids of states, so that a configuration can be lit. */
export function chartDiagram(chart: Chart, title = chart.name): Diagram {
  const root = chart.states[0];
  if (!root) return { title, boxes: [], arrows: [] };
  const arrows: Arrow[] = [];
  return { title, boxes: inside(chart, root, arrows), arrows: mergeArrows(arrows) };
}

function inside(chart: Chart, state: StateNode, arrows: Arrow[]): Box[] {
  const children = [...state.children, ...state.histories].flatMap((index) => chart.states[index] ?? []);
  const boxes = children.map((child) => boxOf(chart, child, arrows));
  if (!state.initial || state.kind === 'parallel' || state.kind === 'history') return boxes;
  const start: Box = {
    ...{ id: `start of ${boxId(state)}`, label: '', kind: 'start', parallel: false, notes: [], children: [] },
  };
  for (const target of targetsOf(chart, state.initial))
    arrows.push({ from: start.id, to: target, label: '' });
  return [start, ...boxes];
}

function boxOf(chart: Chart, state: StateNode, arrows: Arrow[]): Box {
  const notes: string[] = [];
  const transitions =
    state.kind === 'history' && state.initial ? [...state.transitions, state.initial] : state.transitions;
  for (const transition of transitions) {
    const label = labelOf(transition);
    const targets = transition.targets.flatMap((index) => chart.states[index] ?? []);
    if (targets.length === 0) notes.push(label);
    for (const target of targets) {
      if (isWithin(chart, target, state))
        notes.push(target === state ? `${label} (again)` : `${label} to ${target.id}`);
      else arrows.push({ from: boxId(state), to: boxId(target), label });
    }
  }
  return {
    ...{ id: boxId(state), label: state.id, notes, parallel: state.kind === 'parallel' },
    kind: state.kind === 'final' ? 'end' : state.kind === 'history' ? 'history' : 'box',
    children: inside(chart, state, arrows),
  };
}

function boxId(state: StateNode): string {
  return state.id === '' ? `#${state.index}` : state.id;
}

function targetsOf(chart: Chart, transition: Transition): string[] {
  return transition.targets.flatMap((index) => chart.states[index] ?? []).map(boxId);
}

/** Whether a state is the other one or inside it: an arrow to it would never leave the box. */
function isWithin(chart: Chart, state: StateNode, holder: StateNode): boolean {
  if (state === holder) return true;
  const parent = chart.states[state.parent];
  return parent !== undefined && parent !== state && state.index > 0 && isWithin(chart, parent, holder);
}

function labelOf({ events, cond }: Transition): string {
  const guard = cond ? `[${shortened(cond.source)}]` : '';
  return [events.join(' '), guard].filter((part) => part !== '').join(' ');
}

function shortened(source: string): string {
  const text = source.replace(/\s+/g, ' ').trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
