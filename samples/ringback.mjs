// What the samples in Node share: one request to Ringback. RINGBACK_URL and RINGBACK_KEY say where and as whom.

const url = process.env.RINGBACK_URL ?? 'http://localhost:8080';

/** A request that Ringback refused: `status`, `code` of docs/reference/errors.md, and all that was answered. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = answer.exception;
    this.answer = answer;
  }
}

/** Sends `parameters` as JSON (with GET: in the address); resolves to the answer, null for an empty one. */
export async function ask(method, path, parameters = {}) {
  const address = new URL(`/genesys${path}`, url);
  const headers = { 'Content-Type': 'application/json' };
  if (process.env.RINGBACK_KEY) headers['X-API-Key'] = process.env.RINGBACK_KEY;
  const inAddress = method === 'GET' || method === 'DELETE';
  if (inAddress) for (const [key, value] of Object.entries(parameters)) address.searchParams.set(key, value);
  const body = inAddress ? undefined : JSON.stringify(parameters);
  const response = await fetch(address, { method, headers, body });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new Refused(response.status, answer ?? {});
  return answer;
}
