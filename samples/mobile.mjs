// What an app does whose user calls us when an agent is near: ask, be told, say that the user is ready, dial.
// The user answers at the terminal: connect, delay or cancel.
//
//   RINGBACK_SERVICE=app node samples/mobile.mjs +14155550100
//
// A phone would be told by a push service (`_device_os: fcm`, `ios`; `push-gateway` of the configuration). Here the
// device is an address of its own (`httpcb`).
import { createInterface } from 'node:readline';

import { openMessages } from './messages.mjs';
import { ask } from './ringback.mjs';

const [number] = process.argv.slice(2);
const service = process.env.RINGBACK_SERVICE ?? 'app';
const actions = ['connect', 'delay', 'cancel'];

const messages = openMessages();
const terminal = createInterface({ input: process.stdin });
const answers = terminal[Symbol.asyncIterator]();

const device = await messages.address;
const dialog = await ask('POST', `/1/service/callback/${service}`, {
  _customer_number: number,
  _device_notification_id: device,
  _device_os: 'httpcb',
});
show(dialog);
for await (const message of messages) {
  // An app answers to the server that it knows, whatever a message says.
  if (message._id !== dialog._id || !message._action) continue;
  console.log(`Message: ${message._text} ${actions.join(', ')}?`);
  const { value: answer = 'cancel' } = await answers.next();
  if (!actions.includes(answer)) continue;
  show(await ask('POST', `/1/service/${dialog._id}/${answer}`));
  if (answer !== 'delay') break;
}
terminal.close();
messages.close();

/** A dialog object: what the app shows, and whether it dials. */
function show({ _action: action, _text: words, _tel_url: tel, _access_code: code, _expiration_time: until }) {
  if (action === 'DialNumber') console.log(`Dial ${tel}${code ? `, then key ${code}` : ''}, before ${until}`);
  else console.log(`Show: ${words} [OK]`);
}
