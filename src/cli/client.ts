import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a command needs to talk to a running server. */
export interface Client {
  /** Where the server serves the Genesys API. */
  readonly genesysPath: string;
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** The same with headers of its own; `etag`: the version of what is told. */
  exchange(
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    given?: { body: object; headers: Record<string, string> },
  ): Promise<{ etag: string | null; body: unknown }>;
  /** Lines of a streamed answer, as they come; to a POST when there is a body. */
  lines(path: string, body?: object): AsyncGenerator<string>;
}

/** An answer that says no, in the server's words. */
export class Refusal extends Error {}

/** A client of the server at `url`; the token in the data folder opens the API when keys are configured. */
export function clientOf(url: string, { data, genesysPath }: { data: string; genesysPath: string }): Client {
  const headers = { 'content-type': 'application/json', ...tokenHeader(data) };
  const ask = async (
    method: string,
    path: string,
    body?: object,
    more: Record<string, string> = {},
  ): Promise<Response> => {
    const request: RequestInit = { method, headers: { ...headers, ...more } };
    if (body) request.body = JSON.stringify(body);
    let response: Response;
    try {
      response = await fetch(new URL(path, url), request);
    } catch (error) {
      const cause =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new Refusal(
        `No Ringback answers at ${url} (${cause}).\nStart one with \`npm start\`, or name another with --url.`,
      );
    }
    if (!response.ok) throw new Refusal(await refusalOf(response));
    return response;
  };
  return {
    genesysPath,
    get: async (path) => (await ask('GET', path)).json(),
    send: async (method, path, body) => {
      const text = await (await ask(method, path, body)).text();
      return text ? (JSON.parse(text) as unknown) : null;
    },
    exchange: async (method, path, given) => {
      const response = await ask(method, path, given?.body, given?.headers);
      return { etag: response.headers.get('etag'), body: await response.json() };
    },
    async *lines(path, body) {
      const response = await ask(body ? 'POST' : 'GET', path, body);
      let rest = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
      if (rest) yield rest;
    },
  };
}

function tokenHeader(dataFolder: string): Record<string, string> {
  try {
    return { 'x-api-key': readFileSync(join(dataFolder, 'token'), 'utf8').trim() };
  } catch {
    return {};
  }
}

async function refusalOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { message?: string; remedy?: string; exception?: string; code?: string };
    const code = body.code ?? body.exception ?? String(response.status);
    return `${code}: ${body.message ?? text}${body.remedy ? `\n${body.remedy}` : ''}`;
  } catch {
    return `${response.status}: ${text}`;
  }
}
