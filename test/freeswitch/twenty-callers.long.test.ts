import { expect, it, onTestFinished } from 'vitest';

import { auditOrder } from '../../src/app/audit-order.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import type { CallbackReason } from '../../src/callback/record.ts';
import { onEveryLab, type Phone } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

/** More calls than any phone here takes. */
const MANY = 50;
/** How long the two talk, ms. */
const TALK_MS = 2_000;

/** Agent 1005 does not take calls. */
const team = [
  { skills: { classic: 1, Spanish: 5 } },
  { skills: { classic: 1, Spanish: 2 } },
  { skills: { classic: 1, Gold: 1 } },
  { skills: { classic: 1 } },
  { skills: { classic: 1, Gold: 1 } },
].map((agent) => ({ ...agent, initial: 'not-ready' as const }));

/** Numbers of people who press 1, who are busy, and who hang up soon after they have answered. */
const [PRESS, BUSY, LEAVE] = ['+1415', '+1312', '+1206'];
const ends: [prefix: string, reason: CallbackReason, attempts: number][] = [
  [PRESS, 'AGENT_CONNECTED', 1],
  [BUSY, 'FAIL_CALL_TO_CUSTOMER', 2],
  [LEAVE, 'FAIL_USER_NO_CONFIRM', 2],
];

/** Callbacks, by the number they go to and what they ask for. */
const virtual: [number: string, wish: Record<string, string>][] = [
  [`${PRESS}5550110`, {}],
  [`${PRESS}5550118`, { _target: 'Spanish > 3' }],
  [`${PRESS}5550112`, { _target: 'Spanish > 0', _priority: '2' }],
  [`${PRESS}5550113`, { _target: 'Gold > 0' }],
  [`${BUSY}5550120`, {}],
  [`${BUSY}5550121`, { _target: 'Spanish > 0' }],
  [`${LEAVE}5550122`, {}],
  [`${PRESS}5550114`, { _preferred_agent: '1003', _preferred_agent_timeout: '120' }],
  [`${PRESS}5550115`, { _preferred_agent: '1004', _agent_owned: 'true' }],
  [`${PRESS}5550116`, { _priority: '1' }],
  [`${PRESS}5550117`, {}],
  [`${PRESS}5550119`, {}],
];

const options = {
  ...{ _max_dial_attempts: 2, _dial_retry_timeout: 2, _max_request_by_time_bucket: 100 },
  _overwritable_options: '_target,_priority,_preferred_agent,_preferred_agent_timeout,_agent_owned',
};

onEveryLab('twenty callers and five agents of mixed skills', (site) => {
  it('each is served once and in turn, whoever does not answer, is busy or hangs up', async () => {
    const lab = await site.lab(onTestFinished);
    const phones = {
      [PRESS]: await lab.farEnd('answer_human_dtmf1', MANY),
      [BUSY]: await lab.farEnd('busy_486', MANY),
      [LEAVE]: await lab.farEnd('answer_hangup', MANY),
    };
    const agents = await Promise.all(
      team.map((_, index) => lab.farEnd(index === 4 ? 'noanswer_180' : 'answer_plain', MANY)),
    );
    const world = await LabWorld.open(lab, { customers: phones, agents, team, options });
    onTestFinished((context) => world.close(context));
    const { app, router } = world.ringback;
    const say = (agentId: string): Promise<unknown> =>
      setAgentState(app, router, { agentId, to: 'ready', reason: null });

    for (const [number, wish] of virtual) await world.book(number, wish);
    const staying: Phone[] = [];
    for (let index = 0; index < 6; index++) {
      staying.push(lab.call('8000', `1415555020${index}`, ['sil:6', 'dtmf:2', 'sil:200']));
      await world.waiting(virtual.length + staying.length);
    }
    const leaving = [lab.callAndLeave('8000'), lab.callAndLeave('8000')];
    world.endTalksAfter(TALK_MS);
    for (const { id } of app.config().agents) await say(id);

    const records = await world.allCompleted(virtual.length);
    for (const record of records) {
      const [, reason, attempts] = ends.find(([prefix]) => record.customerNumber.startsWith(prefix)) ?? [];
      expect([record.customerNumber, record.reason]).toEqual([record.customerNumber, reason]);
      expect(record.attempts).toHaveLength(Number(attempts));
    }
    expect(await Promise.all([...staying, ...leaving].map(({ ended }) => ended))).not.toContain(null);
    await world.sessionsOver();
    await world.callsOver();
    const callers = (await world.store.interactions.recent(100)).filter(({ party }) => party === 'caller');
    const outcomes = callers.map(({ outcome }) => outcome?.reason).sort();
    expect(outcomes).toEqual([...leaving.map(() => 'CallerLeft'), ...staying.map(() => 'Talked')].sort());
    // By the customers' own count: one ring an attempt.
    for (const [prefix, phone] of Object.entries(phones)) {
      const theirs = records.filter(({ customerNumber }) => customerNumber.startsWith(prefix));
      const rung = phone.heard().filter((request) => request === 'INVITE').length;
      expect([prefix, rung]).toEqual([prefix, theirs.flatMap(({ attempts }) => attempts).length]);
    }
    expect(agents[4]?.heard().slice(0, 2)).toEqual(['INVITE', 'CANCEL']);
    const report = await auditOrder(app);
    expect(report.served).toBeGreaterThan(virtual.length);
    expect(report.causes.unexplained).toBeUndefined();
    expect(router.state().entries).toEqual([]);
  }, 300_000);
});
