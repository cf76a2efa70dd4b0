// Classic callback from an IVR of your own, by REST: ask the wait, offer, book, mark the call, let it go.
// The caller's keys are typed at the terminal; `say`, `key`, `attach` and `release` are what your IVR has of its own.
//
//   node samples/ivr.mjs --ani +14155550100 --call 0172aa23-0001
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { ask, Refused } from './ringback.mjs';

const { values: call } = parseArgs({
  options: {
    ani: { type: 'string' },
    call: { type: 'string' },
    queue: { type: 'string', default: 'classic' },
  },
});
const service = process.env.RINGBACK_SERVICE ?? 'classic';
const OFFER_FROM_S = Number(process.env.OFFER_FROM_S ?? 300);
const terminal = createInterface({ input: process.stdin });
const keys = terminal[Symbol.asyncIterator]();

await answer();
terminal.close();

async function answer() {
  const { [call.queue]: wait } = await ask('GET', '/1/service/ewt-for-vq', { name: call.queue });
  // -1: nobody knows, for instance while no agent is there. A callback is then all the better.
  if (wait.ewt >= 0 && wait.ewt < OFFER_FROM_S) return release('to the queue: the wait is short');
  const told =
    wait.ewt < 0 ? 'The wait may be long.' : `You would wait about ${Math.ceil(wait.ewt / 60)} minutes.`;
  say(`${told} To be called back at this number, press 1. To stay on the line, press 2.`);
  if ((await key()) !== '1') return release('to the queue: the caller stays');
  const acceptedAt = Math.floor(new Date().getTime() / 1000);
  const id = await book();
  if (id === null) return release('to the queue: no callback');
  // The three pairs by which reports find the callback of a call.
  attach({ _CB_SERVICE_ID: id, _CB_T_SERVICE_START: acceptedAt, _CB_T_CALLBACK_ACCEPTED: acceptedAt });
  say('Thank you. You keep your place. We will call you. Goodbye.');
  // Not as abandoned: redirected to __STOP__ with RouteTypeReject and the reason Callback.
  release('to __STOP__, RouteTypeReject, ReasonSystemName Callback');
}

/** The id of the callback; null when there is none, with the reason said. */
async function book() {
  const parameters = { _customer_number: call.ani, _originating_interaction_id: call.call };
  try {
    const { _id: id } = await ask('POST', `/1/service/callback/${service}`, parameters);
    return id;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const known = error.code === 'TOO_MANY_CALLBACKS';
    say(known ? 'You have asked for a call already.' : 'We cannot call you back at this number.');
    return null;
  }
}

function say(words) {
  console.log(`say: ${words}`);
}

async function key() {
  const { value = '' } = await keys.next();
  return value.trim();
}

function attach(pairs) {
  for (const [name, value] of Object.entries(pairs)) console.log(`attach: ${name}=${value}`);
}

function release(where) {
  console.log(`release: ${where}`);
}
