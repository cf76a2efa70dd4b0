// A callback as soon as possible, and followed until it is over.
//
//   node samples/book.mjs +14155550100 Billing
import { setTimeout as pause } from 'node:timers/promises';

import { ask, Refused } from './ringback.mjs';

const [number, subject = 'Billing'] = process.argv.slice(2);
const service = process.env.RINGBACK_SERVICE ?? 'classic';
const EVERY_MS = 500;

try {
  const id = await book();
  console.log(`Booked: ${id}`);
  await follow(id);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  // `corrId` finds the refusal again: `ringback show <corrId>`.
  console.log(`Refused: ${error.code}, ${error.message} (${error.answer.corrId})`);
  process.exitCode = 1;
}

async function book() {
  const parameters = { _customer_number: number, subject };
  const { _id: id } = await ask('POST', `/1/service/callback/${service}`, parameters);
  return id;
}

/** Says whatever has changed, until the callback is COMPLETED. */
async function follow(id) {
  for (let said = ''; ;) {
    const { _callback_state: state, _callback_reason: reason } = await ask('GET', '/1/service/callback', {
      _id: id,
    });
    const line =
      state === 'QUEUED' ? `QUEUED, ${await placeOf(id)}` : [state, reason].filter(Boolean).join(', ');
    if (line !== said) console.log(line);
    if (state === 'COMPLETED') return;
    said = line;
    await pause(EVERY_MS);
  }
}

async function placeOf(id) {
  try {
    const place = await ask('POST', `/1/service/${id}/check-queue-position`);
    const wait = place._eta < 0 ? 'not known' : `${place._eta} s`;
    return `number ${place._position} of ${place._total_waiting}, expected wait ${wait}`;
  } catch (error) {
    // It was over between the two questions.
    if (error instanceof Refused && error.status === 409) return 'its turn has come';
    throw error;
  }
}
