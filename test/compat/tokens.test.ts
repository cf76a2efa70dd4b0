import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { completeOptions } from '../../src/callback/options.ts';
import { gmsWorld, NUMBER, type GmsWorld } from './gms-client.ts';

let world: GmsWorld;
beforeEach(async () => {
  const { options, templates, problems } = completeOptions({
    _target: 'classic > $level$',
    _priority: '$priority$',
    _ttl: '$_life$',
    _calling_party_display_name: '$shop$ ($city$)',
    _overwritable_options: '_priority',
  });
  expect(problems).toEqual([]);
  world = await gmsWorld(options, { service: { templates } });
});
afterEach(() => world.close());

const START = '/1/service/callback/classic';

async function optionsWith(parameters: object): Promise<Record<string, unknown>> {
  const id = await world.gms.book(parameters);
  return (await world.store.callbacks.get(id))?.options ?? {};
}

describe('tokens in options', () => {
  it('stand for parameters of the request, by themselves and within a text', async () => {
    const options = await optionsWith({
      level: 2,
      priority: '7',
      _life: '600',
      shop: 'Ada & Co',
      city: 'Köln',
    });
    expect(options).toMatchObject({
      _target: 'classic > 2',
      _priority: 7,
      _ttl: 600,
      _calling_party_display_name: 'Ada & Co (Köln)',
    });
  });

  it('without their parameter leave the option as it is by default', async () => {
    expect(await optionsWith({ shop: 'Ada' })).toMatchObject({
      _target: '',
      _priority: 0,
      _ttl: 86_400,
      _calling_party_display_name: '',
    });
  });

  it('give way to what the request may say itself', async () => {
    expect(await optionsWith({ priority: '7', _priority: '9' })).toMatchObject({ _priority: 9 });
  });

  it.each([
    [{ priority: 'high' }, '_priority'],
    [{ _life: '-1' }, '_ttl'],
    [{ level: '2 &' }, '_target'],
    [{ priority: { a: 1 } }, '_priority'],
  ])('must make a value that the option takes: %j', async (wrong, option) => {
    const { body } = await world.gms.post(START, { _customer_number: NUMBER, ...wrong }).expect(400);
    expect(body).toMatchObject({ exception: 'OPTION_INVALID', message: expect.stringContaining(option) });
  });

  it('may say who is told what becomes of the callback', async () => {
    const told = { _enable_status_notification: 'subscribe_notify', _status_notification_target: '$hook$' };
    const { options, templates, problems } = completeOptions(told);
    expect(problems).toEqual([]);
    await world.close();
    world = await gmsWorld(options, { service: { templates } });
    world.app.config().sessionEvents.hosts.push('hooks.example.com');
    const hook = 'https://hooks.example.com/x';
    expect(await optionsWith({ hook })).toMatchObject({ _status_notification_target: hook });
    for (const wrong of [{}, { hook: 'http://10.0.0.1/' }]) {
      const { body } = await world.gms.post(START, { _customer_number: NUMBER, ...wrong }).expect(400);
      expect(body.message).toContain('_status_notification_target');
    }
  });

  it('are filled in once: a parameter with a token in it is a text like any other', async () => {
    const options = await optionsWith({ shop: '$city$', city: '$shop$' });
    expect(options).toMatchObject({ _calling_party_display_name: '$city$ ($shop$)' });
  });
});
