import { expect, it } from 'vitest';

import { statusEvents } from '../../src/callback/status-events.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/notifications.md lists every event of a callback that is told, and when', () => {
  const inTable = Object.entries(statusEvents).map(([name, when]) => [name, when]);
  expect(cellsOf('notifications.md')).toEqual(inTable);
});
