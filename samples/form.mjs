// The web site around samples/form.html. The key of Ringback stays here: a page in a browser cannot keep one, and could
// send any option. Only the fields of the form go on.
//
//   node samples/form.mjs, then open http://localhost:8090
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { ask, Refused } from './ringback.mjs';

const service = `/1/service/callback/${process.env.RINGBACK_SERVICE ?? 'classic'}`;
const page = readFileSync(new URL('form.html', import.meta.url), 'utf8');
const FIELDS = ['_customer_number', '_desired_time', 'firstname', 'subject'];
const LONGEST = 10_000;
const DAY_MS = 86_400_000;

const server = createServer(async (request, response) => {
  try {
    const status = request.method === 'POST' ? await book(request) : '';
    const times = (await freeTimes()).map(
      (time) => `<option value="${html(time)}">${html(said(time))}</option>`,
    );
    const shown = page.replace('{{status}}', () => html(status)).replace('{{times}}', () => times.join(''));
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(shown);
  } catch (error) {
    console.error(error);
    response.writeHead(502, { 'Content-Type': 'text/plain' }).end('Please call us: this does not work now.');
  }
});
server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => {
  console.log(`The form is at http://localhost:${server.address().port}`);
});

/** Asks for what the form says; resolves to what the customer reads. */
async function book(request) {
  if (Number(request.headers['content-length'] ?? Infinity) > LONGEST) return 'That was too long.';
  const form = new URLSearchParams(await text(request));
  const filled = FIELDS.filter((name) => form.get(name)).map((name) => [name, form.get(name)]);
  try {
    await ask('POST', service, Object.fromEntries(filled));
    const time = form.get('_desired_time');
    return time ? `We will call you at ${said(time)}.` : 'We will call you as soon as we can.';
  } catch (error) {
    // What the customer can do about: the number, the time. A number that is called already counts among them.
    if (error instanceof Refused && error.status < 500) return `Sorry: ${error.message}.`;
    throw error;
  }
}

/** The next ones that are not full. */
async function freeTimes() {
  const end = new Date(new Date().getTime() + DAY_MS).toISOString();
  const slots = await ask('GET', `${service}/availability`, { end, 'max-time-slots': 24 });
  return Object.keys(slots);
}

function said(time) {
  return new Date(time).toUTCString().replace(/:00 GMT$/, ' UTC');
}

function html(value) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
