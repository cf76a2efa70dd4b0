import { describe, expect, test } from 'vitest';

import { compileSet } from '../../src/dialog/compile-set.ts';
import { fillTemplate } from '../../src/dialog/page-template.ts';
import { profileNamed, profileNames, type PlatformProfile } from '../../src/dialog/platform-profile.ts';
import { stepTemplate } from '../../src/dialog/step-pages.ts';
import { pageWorld, shippedFiles, submitOf } from './page-world.ts';
import { busy } from './ringing.ts';

const files = await shippedFiles();
const set = compileSet('set', files);

/** Every page that is shipped, as a platform gets it; those that end a dialog, and that record, apart. */
function pagesFor(profile: PlatformProfile): { asking: string[]; recording: string[]; ending: string[] } {
  const pages = { asking: [] as string[], recording: [] as string[], ending: [] as string[] };
  for (const dialog of set.dialogs.values())
    for (const step of dialog.steps.values()) {
      if (step.kind === 'ask' || step.kind === 'when' || step.kind === 'page') continue;
      const template = stepTemplate({ set, dialog, locale: 'en-US', profile }, step, 2);
      const values = { submit: '/next', result: { end: 'queue', note: { a: 1 } }, fallback: {}, values: {} };
      const page = fillTemplate(template, { ...values, choices: [{ at: 0 }, { at: 1 }] });
      pages[step.kind === 'end' ? 'ending' : step.kind === 'record' ? 'recording' : 'asking'].push(page);
    }
  return pages;
}

describe.each(profileNames)('what platforms stumble over is in no page for %s', (name) => {
  const { asking, recording, ending } = pagesFor(profileNamed(name));
  const all = [...asking, ...recording, ...ending];
  const each = (pages: string[], rule: (page: string) => void): void => pages.forEach(rule);

  test('encoding: UTF-8 with a declaration, and no DOCTYPE', () => {
    each(all, (page) => expect(page).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><vxml /));
    each(all, (page) => expect(page).not.toContain('<!DOCTYPE'));
  });

  test('no root document, link, subdialog, data, transfer or record', () => {
    const rare = / application=|<(link|subdialog|data|transfer|record)\b/;
    each([...asking, ...ending], (page) => expect(page).not.toMatch(rare));
  });

  test('only where a dialog asks for it something is recorded, and where that fails the dialog goes on', () => {
    expect(recording.length).toBeGreaterThan(0);
    each(recording, (page) => {
      expect(page).toMatch(/<record name="answer" beep="true" maxtime="\d+ms" finalsilence="2s"/);
      expect(page).toContain('enctype="multipart/form-data" namelist="answer"');
      expect(page).toMatch(/<catch event="error"><if cond="leaving">/);
      expect(page.replace('<record ', '')).not.toMatch(
        / application=|<(link|subdialog|data|transfer|record)\b/,
      );
    });
  });

  test('keys only: no voice grammars, no universals, no builtin boolean, no say-as', () => {
    each(all, (page) => expect(page).toContain('<property name="inputmodes" value="dtmf"/>'));
    each(all, (page) => expect(page).toContain('<property name="universals" value="none"/>'));
    each(all, (page) => expect(page).not.toMatch(/say-as|type="boolean|mode="voice"/));
  });

  test('hash is never a choice, for it ends an entry', () => {
    each(all, (page) => expect(page).toContain('<property name="termchar" value="#"/>'));
    each(all, (page) => expect(page).not.toMatch(/<item>#<\/item>/));
  });

  test('timers are given, with their units', () => {
    for (const timer of ['timeout', 'interdigittimeout', 'termtimeout', 'fetchtimeout'])
      each(all, (page) => expect(page).toMatch(new RegExp(`<property name="${timer}" value="\\d+m?s"/>`)));
  });

  test('an answer is a POST that no cache holds, of plain values, with time enough', () => {
    const submits = asking.flatMap((page) => page.match(/<submit [^>]*>/g) ?? []);
    expect(submits.length).toBeGreaterThan(asking.length);
    for (const submit of submits) {
      expect(submit).toContain('method="post"');
      expect(submit).toContain('maxage="0"');
      expect(submit).toMatch(/fetchtimeout="10s"/);
      expect(submit).toMatch(/namelist="(answer|event)"/);
    }
  });

  test('a hang-up is told once, and an error never leaves silence', () => {
    each(asking, (page) => {
      expect(page).toMatch(/<catch event="connection\.disconnect"><if cond="leaving"><exit\/><\/if>/);
      expect(page).toContain('<catch event="error.badfetch">');
      expect(page).toContain('<catch event="error">');
    });
    each(ending, (page) => expect(page).toContain('<catch event="connection.disconnect">'));
  });

  test('the last words are heard: the page exits after them and does not disconnect', () => {
    each(all, (page) => expect(page).not.toContain('<disconnect'));
    each(ending, (page) => expect(page).toMatch(/<exit (expr|namelist)=/));
  });

  test('what was keyed ahead is dropped before the number is confirmed, where the platform can do that', () => {
    const confirming = asking.filter((page) => page.includes('We will call'));
    expect(confirming.length).toBeGreaterThan(0);
    const flushing = asking.filter((page) => page.includes('<prompt cisco-typeaheadflush="true">'));
    expect(flushing).toEqual(name === 'cisco' ? confirming : []);
  });

  test('bargein is left as it is, so that callers may key ahead', () => {
    each(all, (page) => expect(page).not.toMatch(/bargein(type)?=/));
  });
});

test('pages are never kept, prompts always; no cookie tells callers apart, but an address nobody guesses', async () => {
  const { get, post } = await pageWorld(files, busy);
  const first = await post('/vxml/classic/start', { remote: 'tel:+12025550143', local: '8000' });
  expect(first.headers).toEqual({
    'Content-Type': 'application/voicexml+xml; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  expect(submitOf(String(first.body))).toMatch(/^\/vxml\/run\/[0-9a-f]{32}\/\d+$/);
  const next = await post(submitOf(String(first.body)), { answer: '1' });
  // The page itself, never a redirect to it.
  expect(next.status).toBe(200);
  expect((await get('/vxml/classic')).headers).toMatchObject({ 'Cache-Control': 'no-store' });
});

test.each(['', 'anonymous', 'sip:restricted@host', 'sip:anonymous@anonymous.invalid', 'undefined'])(
  'a caller whose number is "%s" is asked for one',
  async (remote) => {
    const { post } = await pageWorld(files, busy);
    const offer = String((await post('/vxml/classic/start', { remote, local: '8000' })).body);
    const next = String((await post(submitOf(offer), { answer: '1' })).body);
    expect(next).toContain('Please key the number');
  },
);

test.each(['+14155550100', 'tel:+14155550100', 'sip:+14155550100@host;user=phone', 'sip:4155550100@host'])(
  'a caller who comes as %s is known',
  async (remote) => {
    const { post } = await pageWorld(files, busy);
    const offer = String((await post('/vxml/classic/start', { remote, local: '8000' })).body);
    expect(String((await post(submitOf(offer), { answer: '1' })).body)).toContain('4 1 5, 5 5 5, 0 1 0 0');
  },
);

test('several digits may come with blanks between them', async () => {
  const { post } = await pageWorld(files, busy);
  const offer = String((await post('/vxml/classic/start', { remote: '', local: '' })).body);
  const number = String((await post(submitOf(offer), { answer: '1' })).body);
  const confirm = String((await post(submitOf(number), { answer: '4 1 5 5 5 5 0 1 0 0' })).body);
  expect(confirm).toContain('4 1 5, 5 5 5, 0 1 0 0');
});

test('a page that reads who calls does so where that is not known either', async () => {
  const { get } = await pageWorld(files, busy);
  const start = String((await get('/vxml/classic')).body);
  expect(start).toMatch(/\(typeof session != .undefined. (&#38;|&amp;){2} session\.connection/);
});
