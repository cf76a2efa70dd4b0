import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import {
  callbackReasons,
  callbackStates,
  mayGo,
  otherReasons,
  reasons,
  states,
  type Mover,
} from '../../src/callback/states.ts';
import { cellsOf, projectRoot } from './reference-table.ts';

it('docs/reference/states.md lists the states with what may follow, and the reasons', () => {
  const reach = (from: (typeof callbackStates)[number], by: Mover): string =>
    callbackStates.filter((to) => mayGo(from, to, by)).join(', ') || 'nowhere';
  const rows = callbackStates.map((name) => {
    const { means, put } = states[name];
    return [name, means, reach(name, 'strategy'), reach(name, 'request'), put ?? 'refused'];
  });
  const pairs = [...Object.entries(reasons), ...Object.entries(otherReasons)];
  expect(cellsOf('states.md')).toEqual([...rows, ...pairs]);
});

it('says rightly which reasons no shipped strategy gives', () => {
  const strategies = ['callback', 'user-originated']
    .map((name) => readFileSync(`${projectRoot}dialogs/${name}.scxml`, 'utf8'))
    .join('');
  const page = readFileSync(`${projectRoot}docs/reference/states.md`, 'utf8');
  const never = /never end one with (.*);/.exec(page)?.[1] ?? '';
  for (const reason of callbackReasons)
    expect(never.includes(reason), reason).toBe(!strategies.includes(`'${reason}'`));
});
