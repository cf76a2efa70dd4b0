import { afterEach, describe, expect, it } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { CUSTOMER } from '../support/behaviours.ts';
import { shippedDocuments, World, type Heard, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

function texts(heard: Heard[]): string[] {
  return heard.flatMap(({ perception }) =>
    perception.kind === 'hears' && perception.sound.kind === 'text' ? [perception.sound.text] : [],
  );
}

const inEnglish = /^You would wait/;
const inGerman = /^Ihre Wartezeit/;

async function ring(options: WorldOptions, keys: string[], to = '8000'): Promise<Heard[]> {
  world = await World.create({ service: { offerThresholdS: 0 }, ...options });
  world.configuration.routingPoints.push({
    ...{ number: '8049', service: 'classic', strategy: 'classic', language: 'de-DE' },
  });
  return world.ring(CUSTOMER, keys, to).heard;
}

describe('the language of a caller', () => {
  it('is that of the service when nothing else is said', async () => {
    const heard = await ring({}, ['2']);
    await world.until(() => texts(heard).length > 0, 'the offer');
    expect(texts(heard)[0]).toMatch(inEnglish);
  });

  it('is that of the number that was dialled, and so is that of the call back', async () => {
    const heard = await ring({}, ['1', '1'], '8049');
    const { reason, kvps } = await world.completed();
    expect(reason).toBe('AGENT_CONNECTED');
    expect(kvps).toMatchObject({ language: 'de-DE' });
    expect(texts(heard)[0]).toMatch(inGerman);
    expect(texts(heard).find((text) => text.includes('Ringback'))).toMatch(/^Guten Tag/);
  });

  it('is asked for with a key, in a dialog that does so', async () => {
    const shipped = (await shippedDocuments())['dialogs/classic.yaml'] ?? '';
    const classic = shipped.replace('start: begin', 'start: which').replace(
      'steps:\n',
      `steps:
  which: { menu: manage-another, keys: { 1: begin, 2: german } }
  german: { when: [else: begin], set: { language: "'de-DE'" } }
`,
    );
    const heard = await ring({ documents: { 'dialogs/classic.yaml': classic } }, ['2', '1', '1']);
    const { kvps } = await world.completed();
    expect(texts(heard)[1]).toMatch(inGerman);
    expect(kvps).toMatchObject({ language: 'de-DE' });
  });

  it('is what a request over the API asks for', async () => {
    world = await World.create();
    const { heard } = world.phone(CUSTOMER, ['1']);
    await createCallback(world.ringback.app, {
      ...{ service: 'classic', id: null, parameters: { _customer_number: CUSTOMER } },
      kvps: { language: 'fr-FR' },
    });
    await world.completed();
    expect(texts(heard)[0]).toMatch(/^Bonjour/);
  });

  it('falls back when there are no prompts in it, and the log says so once', async () => {
    const warnings: object[] = [];
    const nothing = (): void => undefined;
    const log = {
      debug: nothing,
      info: nothing,
      error: nothing,
      warn: (one: object) => void warnings.push(one),
    };
    const heard = await ring({ log, service: { offerThresholdS: 0, locale: 'de-CH' } }, ['2']);
    world.ring('+14155550199', ['2']);
    await world.clock.advance(60_000);
    expect(texts(heard)[0]).toMatch(inGerman);
    expect(warnings.filter((one) => 'locale' in one)).toEqual([
      { dialog: 'classic', locale: 'de-CH', instead: 'de-DE' },
    ]);
  });
});
