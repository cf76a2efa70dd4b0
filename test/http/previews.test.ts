import { afterEach, describe, expect, it } from 'vitest';

import type { DialogPreviews, DialogView, WalkWish } from '../../src/http/dialog-preview.ts';
import { httpWorld, type World } from './http-world.ts';

let world: World;
afterEach(() => world.close());

const HOSTILE = '"></script><script>alert(1)</script>\u202e\'&';

/** Previews of one dialog, in which every text of a designer's is hostile; `wishes` are the walks asked for. */
function hostilePreviews(wishes: WalkWish[] = []): DialogPreviews {
  const view: DialogView = {
    ...{
      dialog: 'it',
      locale: 'en-US',
      dialogs: ['it'],
      locales: ['en-US'],
      values: [HOSTILE],
      svg: '<svg/>',
    },
    prompts: [{ name: HOSTILE, locale: HOSTILE, sounds: [{ text: HOSTILE, recording: HOSTILE }] }],
  };
  return {
    view: (name) => Promise.resolve(name === 'it' ? view : null),
    walk: (wish) => {
      wishes.push(wish);
      return Promise.resolve({ turns: [] });
    },
    say: (text) => Promise.resolve(text === '' ? null : Buffer.from('RIFF')),
  };
}

describe('the page of a dialog', () => {
  it('shows hostile texts as texts, and lets nothing run but its own script', async () => {
    world = await httpWorld({ previews: hostilePreviews() });
    const page = await world.api.get('/dialogs/it').expect(200);
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('&lt;script&gt;alert(1)');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    await world.api.get('/dialogs/%3Cscript%3E').expect(404);
  });

  it('is for whoever has a key', async () => {
    world = await httpWorld({
      previews: hostilePreviews(),
      access: { keys: { it: 'a secret of the test' } },
    });
    for (const path of ['/dialogs/it', '/dialogs/it/sound?text=x', '/dialogs/it/recordings/a/b/c.wav'])
      await world.api.get(path).expect(401);
    await world.api.post('/dialogs/it/walk').send({ locale: 'en-US' }).expect(401);
    await world.api.get('/dialogs/it').set('X-API-Key', 'a secret of the test').expect(200);
  });

  it('is not there where nothing can be walked', async () => {
    world = await httpWorld();
    await world.api.get('/dialogs/it').expect(404);
  });
});

describe('a walk over HTTP', () => {
  it.each([
    ['nothing', {}],
    ['no locale', { presses: ['1'] }],
    ['keys that are no list', { locale: 'en-US', presses: '1' }],
    ['keys that are no texts', { locale: 'en-US', presses: [{ toString: 'x' }] }],
    ['what is no object', { locale: 'en-US', given: 'now' }],
    ['more keys than anybody presses', { locale: 'en-US', presses: Array.from({ length: 101 }, () => '1') }],
  ])('that asks %s is refused', async (_, body) => {
    const wishes: WalkWish[] = [];
    world = await httpWorld({ previews: hostilePreviews(wishes) });
    const answer = await world.api.post('/dialogs/it/walk').send(body).expect(400);
    expect(answer.text).toContain('a walk takes');
    expect(wishes).toEqual([]);
  });

  it('is walked as it was asked for', async () => {
    const wishes: WalkWish[] = [];
    world = await httpWorld({ previews: hostilePreviews(wishes) });
    const wish = { locale: 'de-DE', given: { wait: '6m' }, presses: ['1', HOSTILE] };
    await world.api.post('/dialogs/it/walk').send(wish).expect(200);
    expect(wishes).toEqual([{ dialog: 'it', ...wish }]);
  });
});

it('a text without a voice is not found, and a text that is too long is cut', async () => {
  const said: string[] = [];
  const previews: DialogPreviews = {
    ...hostilePreviews(),
    say: (text) => {
      said.push(text);
      return Promise.resolve(null);
    },
  };
  world = await httpWorld({ previews });
  await world.api
    .get('/dialogs/it/sound')
    .query({ locale: 'xx-XX', text: 'x'.repeat(5_000) })
    .expect(404);
  expect(said.map(({ length }) => length)).toEqual([1_000]);
});
