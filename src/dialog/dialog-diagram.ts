import { mergeArrows, type Arrow, type Box, type Diagram } from '../drawing/diagram.ts';
import type { Dialog, Listen, Route, Step } from './dialog.ts';
import { printExpression } from './print-expression.ts';

/** A dialog as a diagram: a box a step, an arrow for each way on. Ids of boxes are names of steps. */
export function dialogDiagram(dialog: Dialog): Diagram {
  const start: Box = { ...boxOf('', []), id: 'start of the dialog', kind: 'start' };
  const steps = [...dialog.steps.values()];
  const ways = steps.flatMap((step) =>
    waysOf(step).map(([label, to]): Arrow => ({ from: step.name, to, label })),
  );
  return {
    title: dialog.name,
    boxes: [start, ...steps.map((step) => ({ ...boxOf(step.name, notesOf(step)), kind: kindOf(step) }))],
    arrows: [{ from: start.id, to: dialog.start, label: '' }, ...mergeArrows(ways)],
  };
}

function boxOf(name: string, notes: string[]): Box {
  return { id: name, label: name, kind: 'box', parallel: false, notes, children: [] };
}

function kindOf(step: Step): Box['kind'] {
  return step.kind === 'end' ? 'end' : 'box';
}

/** What the step says or asks. */
function notesOf(step: Step): string[] {
  switch (step.kind) {
    case 'say':
    case 'menu':
      return step.prompts.map((prompt) => `says ${prompt}`);
    case 'collect':
      return [...step.prompts.map((prompt) => `says ${prompt}`), `collects ${step.into}`];
    case 'record':
      return [...step.prompts.map((prompt) => `says ${prompt}`), `records ${step.into}`];
    case 'ask':
      return [`asks ${step.question}`];
    case 'choose':
      return [...step.prompts.map((prompt) => `says ${prompt}`), `offers ${step.question}`];
    case 'when':
      return [];
    case 'page':
      return [step.file];
    case 'end':
      return [...step.prompts.map((prompt) => `says ${prompt}`), step.end];
  }
}

/** Labels and the steps they lead to. */
function waysOf(step: Step): [string, string][] {
  switch (step.kind) {
    case 'say':
      return [['', step.next]];
    case 'menu':
      return [...[...step.keys].map(([key, to]): [string, string] => [key, to]), unheard(step.listen)];
    case 'collect':
    case 'record':
      return [['', step.next], unheard(step.listen)];
    case 'ask':
      return 'outcomes' in step.next ? [...step.next.outcomes] : step.next.routes.map(wayOf);
    case 'choose':
      return [['a choice', step.next], ['none', step.none], ...step.keys, unheard(step.listen)];
    case 'when':
      return step.routes.map(wayOf);
    case 'page':
      return [
        ['', step.next],
        ['fails', step.giveUp],
      ];
    case 'end':
      return [];
  }
}

function unheard({ giveUp }: Listen): [string, string] {
  return ['no key', giveUp];
}

function wayOf({ condition, go }: Route): [string, string] {
  return [condition ? printExpression(condition) : 'else', go];
}
