import { afterEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../../src/app/set-agent-state.ts';
import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld, talks } from '../../support/strategy-world.ts';
import type { Heard, World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const prompts = (...texts: string[]): string =>
  `<dialog:prompts>${texts.map((text) => `<dialog:prompt text="'${text}'"/>`).join('')}</dialog:prompts>`;

/** What was logged of the treatment: name, code and description of the event, and its digits and result. */
async function after(
  does: string,
  keys: string[] = [],
  seconds = 90,
): Promise<{ logs: string[]; heard: Heard[] }> {
  const told = `_event.name + ' ' + (_event.data.error || '') + [_event.data.digits, _event.data.result].join('/')`;
  world = await strategyWorld(
    onCall(does, 'dialog')
      .replace(/<log expr="_event[^]*?\/>/, `<log expr="${told}"/>`)
      .replace(
        '<transition event="dialog">',
        `<transition event="error.dialog"><log expr="${told}"/></transition><transition event="dialog">`,
      ),
  );
  const call = world.ring(CUSTOMER, keys);
  await world.clock.advance(seconds * 1_000);
  return { logs: await logsOfCall(world, call), heard: call.heard };
}

function texts(heard: Heard[]): string[] {
  return heard.flatMap(({ perception: seen }) =>
    seen.kind === 'hears' && seen.sound.kind === 'text' ? [seen.sound.text] : [],
  );
}

describe('what is played', () => {
  it('play says its prompts in order and answers the call', async () => {
    const { logs, heard } = await after(
      `<dialog:play requestid="r" interactionid="ixnid">${prompts('Good morning.', 'Please wait.')}</dialog:play>`,
    );
    expect(logs).toEqual(['dialog.play.done /']);
    expect(texts(heard)).toEqual(['Good morning.', 'Please wait.']);
  });

  it('a sound lasts as long as it is told to', async () => {
    const { logs } = await after(
      `<dialog:playsound requestid="r" interactionid="ixnid" type="'music'" duration="10"/>`,
      [],
      11,
    );
    expect(logs).toEqual(['dialog.playsound.done /']);
  });

  it.each([
    [
      `<dialog:playsound requestid="r" interactionid="ixnid" type="'ran'"/>`,
      'error.dialog.playsound invalidattribute/',
    ],
    [`<dialog:play requestid="r" interactionid="ixnid"/>`, 'error.dialog.play invalidattribute/'],
    [
      `<dialog:play requestid="r" interactionid="'nobody'">${prompts('x')}</dialog:play>`,
      'error.dialog.play invalidstate.null/',
    ],
    [
      `<dialog:start requestid="r" interactionid="ixnid" src="'no-such'"/>`,
      'error.dialog.start invalidattribute/',
    ],
    [`<dialog:start requestid="r" interactionid="ixnid"/>`, 'error.dialog.start invalidattribute/'],
  ])('%s comes back as %s', async (does, log) => {
    expect((await after(does)).logs).toEqual([log]);
  });
});

describe('keys', () => {
  const ask = (input: string): string =>
    `<dialog:playandcollect requestid="r" interactionid="ixnid">${prompts('Your number, please.')}<dialog:input ${input}/></dialog:playandcollect>`;

  it.each([
    ['as many as wanted', `max_digits="3"`, ['123'], 'dialog.playandcollect.done 123/'],
    [
      'up to the key that ends them',
      `max_digits="9" term_digits="'#'"`,
      ['12#'],
      'dialog.playandcollect.done 12/',
    ],
    [
      'with one taken back',
      `max_digits="3" backspace_digits="'*'"`,
      ['19*23'],
      'dialog.playandcollect.done 123/',
    ],
    ['what came in time', `max_digits="9" digit_timeout="3"`, ['12'], 'dialog.playandcollect.done 12/'],
    ['given up', `max_digits="9" abort_digits="'*'"`, ['1*'], 'error.dialog.playandcollect cancelled/'],
    ['none at all', `max_digits="3" total_timeout="5"`, [], 'error.dialog.playandcollect timeout/'],
  ])('%s', async (_, input, keys, log) => {
    expect((await after(ask(input), keys)).logs).toEqual([log]);
  });

  it('collect asks nothing', async () => {
    const { logs, heard } = await after(
      `<dialog:collect requestid="r" interactionid="ixnid"><dialog:input max_digits="2" total_timeout="5"/></dialog:collect>`,
    );
    expect(logs).toEqual(['error.dialog.collect timeout/']);
    expect(texts(heard)).toEqual([]);
  });

  it.each([
    ['1234', 'dialog.playandverify.done 1234/success'],
    ['9999', 'dialog.playandverify.done 9999/failure'],
  ])('%s is compared with what is wanted', async (keys, log) => {
    const { logs } = await after(
      `<dialog:playandverify requestid="r" interactionid="ixnid">${prompts('Your code?')}<dialog:input max_digits="4" verify_digits="'1234'"/></dialog:playandverify>`,
      [keys],
    );
    expect(logs).toEqual([log]);
  });
});

it('a treatment is stopped by the id of its request', async () => {
  const { logs } = await after(
    `<dialog:playsound requestid="r" interactionid="ixnid" type="'music'"/>
     <send event="'enough'" delay="'5s'"/>`.concat(
      '</onentry><transition event="enough"><dialog:stop requestid="r"/><dialog:stop requestid="\'x\'"/></transition><onentry>',
    ),
  );
  expect(logs.sort()).toEqual([
    'dialog.stop.done /',
    'error.dialog.playsound cancelled/',
    'error.dialog.stop invalidstate/',
  ]);
});

it('a caller talks with somebody elsewhere and comes back', async () => {
  const { logs } = await after(
    `<dialog:remote requestid="r" interactionid="ixnid" destination="'no number'" default="'1002'"/>`,
  );
  expect(logs).toEqual(['dialog.remote.done /']);
  expect(world.ringsOf('1002')).toBe(1);
});

it('treatments are played in turn while the caller waits, and end when the agent comes', async () => {
  const { heard, logs } = await after(
    `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid">
       <queue:targets><queue:targetid expr="'1002@.A'"/></queue:targets>
       <dialog:runtreatments>
         <dialog:play>${prompts('You are next but one.')}</dialog:play>
         <dialog:playsound type="'music'" duration="20"/>
       </dialog:runtreatments>
     </queue:submit>`,
  );
  expect(texts(heard).length).toBeGreaterThan(2);
  expect(logs).toEqual([]);
  const { app, router } = world.ringback;
  await setAgentState(app, router, { agentId: '1002', to: 'ready', reason: null });
  await world.until(() => talks(heard), 'a conversation');
  const before = texts(heard).length;
  await world.clock.advance(15_000);
  expect(texts(heard)).toHaveLength(before);
});
