import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { loadConfiguration } from '../../src/config/load-configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
const file = join(folder, 'it.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

/** The headers of a configuration with this line, or what is wrong with it. */
function headersOf(line: string): unknown {
  writeFileSync(
    file,
    `switches: { demo: { kind: simulated } }
services: { classic: { queue: main, caller-id: { number: "+12025550100" } } }
queues: { main: {} }
${line}
`,
  );
  const loaded = loadConfiguration({ file, environment: {} });
  return 'problems' in loaded
    ? loaded.problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`)
    : loaded.configuration.headers;
}

test('headers are texts with names in them, for agents and for what becomes of a caller', () => {
  expect(headersOf('')).toEqual({ agent: {}, caller: {} });
  expect(headersOf('headers: { agent: { X-Customer: "{customerId}" }, caller: { User-to-User: "id={_CB_SERVICE_ID}" } }')).toEqual({
    agent: { 'X-Customer': '{customerId}' },
    caller: { 'User-to-User': 'id={_CB_SERVICE_ID}' },
  });
});

test.each([
  ['{ agent: { Via: "{id}" } }', '4:21 headers.agent has no setting "Via"'],
  ['{ agent: { X-FS-Support: "{id}" } }', '4:21 headers.agent has no setting "X-FS-Support"'],
  ['{ agents: {} }', '4:12 headers has no setting "agents" (did you mean "agent"?)'],
  ['{ caller: { X-A: nothing } }', '4:27 headers.caller.X-A must be a text with a name such as {subject} in it, of 500 characters at most'],
  ['{ caller: { X-A: "{a b}" } }', '4:27 headers.caller.X-A must be a text with a name such as {subject} in it, of 500 characters at most'],
])('%s is refused where it stands', (headers, problem) => {
  expect(headersOf(`headers: ${headers}`)).toEqual([problem]);
});
