// A server that is told what becomes of a callback, in place of asking again and again (docs/reference/notifications.md).
//
//   node samples/follow.mjs +14155550100
import { openMessages } from './messages.mjs';
import { ask } from './ringback.mjs';

const [number] = process.argv.slice(2);
const service = process.env.RINGBACK_SERVICE ?? 'classic';

const messages = openMessages();
const { _id: id } = await ask('POST', `/1/service/callback/${service}`, {
  _customer_number: number,
  _enable_status_notification: 'subscribe_notify',
  _status_notification_type: 'httpcb',
  _status_notification_target: await messages.address,
});
console.log(`Booked: ${id}`);

// A message may come twice, and after one that is newer.
const known = new Set();
let newest = 0;
for await (const message of messages) {
  if (message._id !== id || known.has(message._event_id)) continue;
  known.add(message._event_id);
  const isNews = message._event_no >= newest;
  newest = Math.max(newest, message._event_no);
  const { _callback_state: state, _callback_reason: reason, _dial_result: dialled } = message;
  console.log([message._event, state, reason, dialled, isNews ? '' : '(older)'].filter(Boolean).join(' '));
  if (message._event === '_cbe_on_callback_completed') break;
}
messages.close();
