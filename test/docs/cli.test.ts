import { expect, it } from 'vitest';

import { program } from '../../src/cli/program.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/cli.md has every command with its options', () => {
  const rows = cellsOf('cli.md');
  const commands = program().commands;
  for (const command of commands) {
    const text = rows.find(([first]) => first?.split(' ')[0] === command.name())?.join(' ');
    expect(text, command.name()).toBeDefined();
    for (const option of command.options) expect(text, command.name()).toContain(option.long);
  }
  const documented = rows
    .map(([first = '']) => first.split(' ')[0]!)
    .filter((word) => /^[a-z][a-z-]*$/.test(word));
  expect(documented.sort()).toEqual(commands.map((command) => command.name()).sort());
});
