import type { App } from '../../src/app/ports.ts';
import { questions as serverQuestions } from '../../src/app/questions.ts';
import { contentHash } from '../../src/core/ids.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Logger } from '../../src/core/logger.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { lintSet, type Files } from '../../src/dialog/compile-set.ts';
import { createLibrary } from '../../src/dialog/library.ts';
import { createPageServer, type PageResponse, type PageServer } from '../../src/dialog/page-server.ts';
import { lintFolder } from '../../src/dialog/publish-folder.ts';
import type { Questions } from '../../src/dialog/question.ts';
import type { FormFile } from '../../src/dialog/utterances.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { expectValidPage } from './voicexml-schema.ts';

export interface PageWorld {
  test: TestApp;
  app: App;
  pages: PageServer;
  hash: string;
  /** Everything logged as an error. */
  errors: object[];
  /** Opens a dialog and fetches its first page. */
  begin: (
    dialog: string,
    opening?: { values?: JsonObject; interactionId?: string; actionId?: string },
  ) => Promise<Shown>;
  get: (path: string) => Promise<PageResponse>;
  post: (path: string, form: Record<string, unknown>, files?: FormFile[]) => Promise<PageResponse>;
}

/** A page as a caller meets it: what it says, what it listens for, where it leads. */
export interface Shown {
  key: string;
  body: string;
  /** Texts of the prompts said first, without those for errors and retries. */
  says: string;
  /** What the page exits with at once; null when it goes on. */
  exits: JsonObject | null;
  press: (answer: string) => Promise<Shown>;
  event: (event: string) => Promise<Shown>;
}

/** The dialogs and prompts that are shipped. */
export async function shippedFiles(): Promise<Files> {
  const lintStrategy = () => [];
  return (await lintFolder({ folder: '.', questions: serverQuestions, lintStrategy })).files;
}

/** A page server over real use cases, on virtual time, with a store in memory. */
export async function pageWorld(files: Files, questions: Questions = serverQuestions): Promise<PageWorld> {
  const problems = lintSet(files, questions).filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  const test = await testApp();
  const errors: object[] = [];
  const log: Logger = { ...test.app.log, error: (fields) => void errors.push(fields) };
  const hash = contentHash(JSON.stringify(files));
  const app: App = { ...test.app, log, activeSet: () => Promise.resolve(hash) };
  await app.store.sets.publish({ hash, publishedAt: 0, files: { ...files } });
  const pages = createPageServer({ app, library: createLibrary(app.store), questions, secret: 'a secret' });
  const ask = (
    method: string,
    address: string,
    form: object,
    sent: FormFile[] = [],
  ): Promise<PageResponse> => {
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    return pages.handle({
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      form: { ...form },
      files: sent,
    });
  };
  const world: PageWorld = {
    ...{ test, app, pages, hash, errors },
    async begin(dialog, { values = {}, interactionId, actionId = 'an action' } = {}) {
      const call = { service: 'classic', interactionId: interactionId ?? null, sessionId: 'a session' };
      const opened = await pages.open({ dialog, setHash: hash, ...call, actionId, values, locale: 'en-US' });
      return shown(world, opened.key, await world.get(opened.path));
    },
    get: (path) => ask('GET', path, {}),
    post: (path, form, sent) => ask('POST', path, form, sent),
  };
  return world;
}

function shown(world: PageWorld, key: string, { status, body }: PageResponse): Shown {
  if (status !== 200) throw new Error(`${status} ${String(body)}`);
  const page = String(body);
  expectValidPage(page);
  const send = async (form: Record<string, string>): Promise<Shown> =>
    shown(world, key, await world.post(submitOf(page), form));
  return {
    key,
    body: page,
    says: spoken(page),
    exits: exitOf(page),
    press: (answer) => send({ answer }),
    event: (event) => send({ event }),
  };
}

/** Where a page sends what was done. */
export function submitOf(page: string): string {
  const address = /<submit next="([^"]*)"/.exec(page)?.[1];
  if (address === undefined) throw new Error(`the page goes nowhere:\n${page}`);
  return address;
}

function spoken(page: string): string {
  const main = page
    .slice(page.indexOf('<form'))
    .replace(/<(noinput|nomatch)\b.*?<\/\1>/gs, '')
    .matchAll(/<prompt>(.*?)<\/prompt>/gs);
  return [...main].map(([, text = '']) => plain(text.replace(/<[^>]*>/g, ''))).join(' ');
}

function exitOf(page: string): JsonObject | null {
  const literal = /<block>(?:<prompt>.*?<\/prompt>)*<exit expr="([^"]*)"/s.exec(page)?.[1];
  return literal === undefined ? null : (JSON.parse(plain(literal).replace(/^\(|\)$/g, '')) as JsonObject);
}

function plain(xml: string): string {
  return xml
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
