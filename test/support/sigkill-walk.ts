import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'vitest';

import type { CallbackRecord } from '../../src/callback/record.ts';
import { systemClock } from '../../src/core/clock.ts';
import { systemRandom } from '../../src/core/random.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { startSimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';
import { Child } from './child.ts';
import { DoorGate } from './door-gate.ts';
import { PASSWORD } from './esl-world.ts';
import { freePort } from './free-port.ts';
import type { NodeSettings } from './node-process.ts';

const CUSTOMER = '+14155550142';

/** How a callback may end that was begun by a process that died. */
const BY_RULE = [
  'AGENT_CONNECTED',
  'FAIL_CALL_TO_CUSTOMER',
  'FAIL_USER_NO_CONFIRM',
  'FAIL_INTERACTION_DELETED',
];

function startNode(settings: NodeSettings): Child {
  return new Child(['test/support/node-process.ts', JSON.stringify(settings)]);
}

/** What the process last said of its callbacks. */
function callbacksOf(node: Child): CallbackRecord[] {
  const line = node.out.findLast((said) => said.startsWith('callbacks '));
  return line ? (JSON.parse(line.slice('callbacks '.length)) as CallbackRecord[]) : [];
}

function isOver(node: Child): boolean {
  const records = callbacksOf(node);
  return records.length > 0 && records.every((record) => record.state === 'COMPLETED');
}

/**
 * A call whose server dies by SIGKILL right after a commit, and goes on in another process: the callback is carried out
 * or ended by rule, and nobody is rung twice for an attempt. `store` is the address of an empty Redis site; left out,
 * the store is a file.
 */
export async function sigkillWalk(killAfter: number, store?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-kill-'));
  const doorsPort = await freePort();
  const gate = new DoorGate(doorsPort);
  const wire = await gate.wire;
  const scene = { clock: systemClock, random: systemRandom };
  const people = createDirectory(scene, { talkMs: 300 });
  const server = await startSimulatedSwitch({
    ...scene,
    host: '127.0.0.1',
    port: 0,
    password: PASSWORD,
    doors: [`127.0.0.1:${wire.port}`],
    people,
    speechRate: 400,
  });
  const settings = { store: store ?? join(folder, 'store.sqlite'), switchPort: server.port, doorsPort };
  const nodes = [startNode({ ...settings, killAfter })];
  try {
    const [first] = nodes as [Child];
    await first.until(() => first.out.includes('ready'), 'it was ready');
    const phone = textPhone(scene, { keys: ['1', '1'] });
    people.register(CUSTOMER, phone);
    server.ring(phone, { from: CUSTOMER, to: '8000' });
    expect((await first.exited).signal).toBe('SIGKILL');

    const second = startNode({ ...settings, killAfter: 0 });
    nodes.push(second);
    await second.until(() => second.out.includes('ready'), 'it was ready');
    gate.open();
    await second.until(() => isOver(second), 'the callback was COMPLETED');
    const [record, ...others] = callbacksOf(second);
    expect(others).toEqual([]);
    expect(BY_RULE).toContain(record?.reason);
    expect(server.fellToLiveQueue()).toEqual([]);
    const rings = server.rings();
    expect(new Set(rings.map((ring) => ring.attempt)).size).toBe(rings.length);
    const attempts = record?.attempts.map((attempt) => attempt.id);
    for (const ring of rings) if (ring.phone === CUSTOMER) expect(attempts).toContain(ring.attempt);
  } finally {
    for (const node of nodes) node.kill('SIGKILL');
    await Promise.all(nodes.map((node) => node.exited));
    wire.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
