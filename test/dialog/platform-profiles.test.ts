import { expect, test } from 'vitest';

import { testCaller } from '../../src/cli/dialog-tests/test-caller.ts';
import { compileSet } from '../../src/dialog/compile-set.ts';
import { fillTemplate } from '../../src/dialog/page-template.ts';
import { profileNamed, profileNames } from '../../src/dialog/platform-profile.ts';
import { stepTemplate } from '../../src/dialog/step-pages.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import { pageWorld, shippedFiles } from './page-world.ts';
import { busy } from './ringing.ts';
import { expectValidPage } from './voicexml-schema.ts';

/** What a page says beyond VoiceXML 2.1: Genesys' own element. */
/** What platforms added to VoiceXML. */
const OWN_ELEMENTS = /<gvp:send [^>]*\/>| cisco-typeaheadflush="true"/g;

test.each(profileNames)(
  '%s: every page that is shipped is valid VoiceXML 2.1, and keeps the rules',
  async (name) => {
    const files = await shippedFiles();
    const set = compileSet('set', files);
    const profile = profileNamed(name);
    for (const dialog of set.dialogs.values())
      for (const step of dialog.steps.values()) {
        if (step.kind === 'ask' || step.kind === 'when' || step.kind === 'page') continue;
        const template = stepTemplate({ set, dialog, locale: 'en-US', profile }, step, 2);
        const choices = [{ at: 0 }, { at: 1 }];
        const page = fillTemplate(template, {
          submit: '/next',
          result: { end: 'queue' },
          fallback: {},
          values: {},
          choices,
        });
        expectValidPage(page.replace(OWN_ELEMENTS, ''));
        expect(page).toContain('<property name="inputmodes" value="dtmf"/>');
        expect(page).not.toMatch(/<!DOCTYPE|application=|<link|<subdialog|<data/);
        if (name === 'cisco') expect(page).not.toContain('application/srgs+xml');
      }
  },
);

test.each([
  ['standard', 'application/voicexml+xml; charset=utf-8', { end: 'reject', accepted: true }],
  ['freeswitch', 'application/voicexml+xml; charset=utf-8', { end: 'reject', accepted: true }],
  ['gvp', 'application/voicexml+xml; charset=utf-8', { end: 'reject', accepted: true }],
  ['cisco', 'text/xml; charset=utf-8', { cb_end: 'reject', cb_accepted: true }],
  ['avaya', 'application/voicexml+xml; charset=utf-8', { cb_end: 'reject', cb_accepted: true }],
])(
  '%s: a caller books in our own browser, and the result leaves its way',
  async (name, mediaType, result) => {
    const { caller, mediaTypes, attached } = await booked(name);
    expect(caller.end()).toMatchObject({ how: 'exit', result });
    expect([...mediaTypes]).toEqual([mediaType]);
    if (name === 'gvp') expect(attached).toMatchObject({ end: 'reject', accepted: 'true' });
  },
);

test('voximal: the result leaves as one form-encoded text', async () => {
  const { caller } = await booked('voximal');
  const [text] = Object.values(caller.end()?.result ?? {});
  expect(Object.fromEntries(new URLSearchParams(String(text)))).toMatchObject({
    end: 'reject',
    accepted: 'true',
  });
});

test('a platform that nobody knows is refused with those there are', async () => {
  const { get } = await pageWorld(await shippedFiles(), busy);
  const { status, body } = await get('/vxml/classic?profile=nuance');
  expect(status).toBe(404);
  expect(String(body)).toContain('standard, gvp, cisco, avaya, voximal, freeswitch');
});

/** A caller whose number is hidden keys one, and books a callback. */
async function booked(profile: string) {
  await loadScriptEngine();
  const world = await pageWorld(await shippedFiles(), busy);
  const mediaTypes = new Set<string | undefined>();
  const handle: typeof world.pages.handle = async (request) => {
    const response = await world.pages.handle(request);
    mediaTypes.add(response.headers['Content-Type']);
    return response;
  };
  const attached: Record<string, string> = {};
  const pages = { ...world.pages, handle };
  const caller = testCaller(pages, `/vxml/classic?profile=${profile}`, world.test.clock, (pairs) =>
    Object.assign(attached, pairs),
  );
  for (const keys of ['1', '4155550100#', '1']) {
    await caller.next();
    caller.press(keys);
  }
  expect((await caller.next()).heard.join(' ')).toContain('Thank you. Your place is kept.');
  return { caller, mediaTypes, attached };
}
