import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { tone } from '../support/sound-files.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { shippedDocuments } from '../support/world.ts';
import { LabWorld } from './lab-world.ts';

/** Asks for a name, and says it back. */
const asksName = `dialog: classic
start: ask
values: [again]
defaults: { giveUp: none, tries: 2 }
steps:
  ask: { collect: your-name, record: 8s, into: name, next: hear }
  hear: { say: you-said, next: done }
  done: { end: queue, result: { name: name } }
  none: { end: hangup }
`;
const prompts = '\nyour-name: Your name, please.\n\nyou-said: "You said {name|recording}"\n';

onEveryLab('a switch on another host', (site) => {
  it('sends what a caller says, who hears it again; and an agent hears it before a callback', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-said-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('answer_human_dtmf1');
    const shipped = (await shippedDocuments())['prompts/en-US.yaml'] ?? '';
    const world = await LabWorld.open(lab, {
      ...{ customer, agents: [await lab.farEnd('answer_plain', 2)], elsewhere: true },
      service: { whisperDialog: 'whisper' },
      options: { _userterminated_first_connect_party: 'AGENT' },
      documents: { 'dialogs/classic.yaml': asksName, 'prompts/en-US.yaml': shipped + prompts },
    });
    onTestFinished((context) => world.close(context));

    lab.call('8000', '14155550199', ['sil:5', tone(folder, 2), 'sil:60']);
    await world.hears('Your name, please.');
    await world.hears('/vxml/said/');
    expect(world.asked[0]).toMatch(/^PUT \/recordings\/[0-9a-f]{32}\.wav$/);
    // The caller is put through to an agent, who hears that it is one.
    await world.hears('A caller.');
    await world.interactionThat(({ party, bridgedWith }) => party === 'agent' && bridgedWith !== null);
    const { sessionId } = await world.interactionThat(({ party }) => party === 'caller');
    const journal = JSON.stringify(await world.store.sessions.journal(String(sessionId)));
    const id = String(/"name":"([0-9a-f]{32})"/.exec(journal)?.[1]);
    const said = await world.store.utterances.get(id);
    expect(said?.type).toBe('audio/x-wav');
    expect(Buffer.from(said?.base64 ?? '', 'base64').length).toBeGreaterThan(1_500 * 16);
    // A simulated switch plays an address without asking for it.
    if (!site.simulated) expect(world.asked).toContain(`GET /vxml/said/${id}.wav`);

    await world.hangUpAll();
    await world.callsOver();
    await world.book('+14155550142', { recorded_name: id });
    const hearing = await world.hears(`/vxml/said/${id}.wav`);
    expect((await world.store.interactions.get(hearing))?.party).toBe('agent');
    await world.callbackThat(({ state }) => state === 'PROCESSING');
    await world.hangUpAll();
  }, 120_000);
});
