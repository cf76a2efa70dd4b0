import type { Clock } from '../../../src/core/clock.ts';
import type { Recorded } from '../../support/recorded-dialogue.ts';
import type { Fields, RawClient } from './raw-client.ts';

/** How long the switch may be late with what the client waited for, ms of its clock. */
const PATIENCE_MS = 3_000;

/** What was told of a call: events in the order of each channel, channels in that of their first event. */
export type Told = Fields[][];

/** Says the client's part of a dialogue, each command after what came before it; gives all that was told. */
export async function replay(
  dialogue: readonly Recorded[],
  client: RawClient,
  clock: Clock,
): Promise<{ events: Fields[]; replies: string[] }> {
  let expected = 0;
  let before = 0;
  let began = clock.now();
  const caughtUp = (): boolean => looked(client.events()).length >= expected;
  for (const step of dialogue) {
    if (step.from === 'client') {
      await until(clock, began + before, caughtUp);
      await elapsed(clock, step.at - before);
      if (client.closed) break;
      // What comes from now on is expected as long after this as it came then.
      began = clock.now() - step.at;
      client.socket.write(`${step.text}\n\n`);
    } else expected += looked(eventsOf([step])).length;
    before = step.at;
  }
  await until(clock, began + before, caughtUp);
  // What was not to come has the time to.
  await elapsed(clock, 300);
  client.socket.destroy();
  return {
    events: client.events(),
    replies: client.messages.flatMap(({ headers, body }) => replyOf(headers, body)),
  };
}

/** The events that a switch told in a recorded dialogue. */
export function eventsOf(dialogue: readonly Recorded[]): Fields[] {
  return dialogue
    .filter(({ headers }) => headers['Content-Type'] === 'text/event-json')
    .map(({ body }) => JSON.parse(body) as Fields);
}

/** The answers that a switch gave in a recorded dialogue. */
export function repliesOf(dialogue: readonly Recorded[]): string[] {
  return dialogue
    .filter(({ from }) => from === 'switch')
    .flatMap(({ headers, body }) => replyOf(headers, body));
}

/** Whether a command was taken, and the whole text of a short answer. */
function replyOf(headers: Fields, body: string): string[] {
  const type = headers['Content-Type'] ?? '';
  if (type === 'command/reply') return [/^\S+/.exec(headers['Reply-Text'] ?? '')?.[0] ?? ''];
  if (type !== 'api/response') return [];
  return [body.length > 60 || /^\[?[\d.]/.test(body) ? 'a text' : body.trim()];
}

const LOOKED_AT =
  /^(CHANNEL_(CREATE|PROGRESS|PROGRESS_MEDIA|ANSWER|BRIDGE|UNBRIDGE|EXECUTE|EXECUTE_COMPLETE|HANGUP|HANGUP_COMPLETE|DESTROY)|DTMF|DETECTED_TONE|PLAYBACK_(START|STOP)|RECORD_(START|STOP))$/;

function looked(events: readonly Fields[]): Fields[] {
  return events.filter(
    (event) =>
      LOOKED_AT.test(event['Event-Name'] ?? '') ||
      /^(avmd::beep|mod_amd::info)$/.test(event['Event-Subclass'] ?? ''),
  );
}

/** Headers that the switch told of a call and this one did not, by event; media and the other leg are left out. */
export function missing(real: readonly Fields[], simulated: readonly Fields[]): string[] {
  const there = new Map(looked(simulated).map((event) => [nameOf(event), event]));
  return looked(real).flatMap((event) =>
    Object.keys(event)
      .filter(
        (name) =>
          !/^(variable_|FreeSWITCH|Channel-(Read|Write)-|Other-|Caller-Transfer-Source|Frequency-|Amplitude|Detector-)/.test(
            name,
          ),
      )
      .filter((name) => !(name in (there.get(nameOf(event)) ?? {})))
      .map((name) => `${nameOf(event)}: ${name}`),
  );
}

function nameOf(event: Fields): string {
  return [event['Event-Subclass'] ?? event['Event-Name'], event['Application'], event['Call-Direction']].join(
    ' ',
  );
}

/** What there is to compare of all that was told: no times, names of machines, codecs and addresses. */
export function told(events: readonly Fields[]): Told {
  const channels = new Map<string, Fields[]>();
  for (const event of looked(events)) {
    const id = event['Unique-ID'] ?? '';
    const own = channels.get(id) ?? [];
    channels.set(id, [...own, essence(event)]);
  }
  return [...channels.values()];
}

const FACTS = [
  ...['Event-Name', 'Event-Subclass', 'Call-Direction', 'Answer-State', 'Hangup-Cause', 'Application'],
  ...[
    'Application-Response',
    'DTMF-Digit',
    'Detected-Tone',
    'Detected-Fax-Tone',
    'Playback-Status',
    'Beep-Status',
  ],
];
/** Those that are looked at in the event. */
const VARIABLES: Readonly<Record<string, RegExp>> = {
  CHANNEL_HANGUP_COMPLETE:
    /^variable_(sip_(term_status|term_cause|hangup_disposition|invite_failure_status)|hangup_cause\w*|proto_specific_hangup_cause)$/,
  CHANNEL_EXECUTE_COMPLETE:
    /^variable_(detect_(audio|silence)_timeout|read_(result|terminator_used)|playback_terminator_used|amd_(result|cause))$/,
  CUSTOM: /^variable_amd_(result|cause)$/,
};
/** Zero or a time. */
const MOMENTS = /^Caller-Channel-(Answered|Progress|Progress-Media)-Time$/;

function essence(event: Fields): Fields {
  const variables = VARIABLES[event['Event-Name'] ?? ''];
  const kept = Object.entries(event).flatMap(([name, value]): [string, string][] => {
    if (FACTS.includes(name) || variables?.test(name)) return [[name, value]];
    return MOMENTS.test(name) ? [[name, value === '0' ? 'none' : 'a time']] : [];
  });
  return Object.fromEntries(kept);
}

async function until(clock: Clock, due: number, done: () => boolean): Promise<void> {
  while (!done() && clock.now() < due + PATIENCE_MS) await elapsed(clock, 20);
}

function elapsed(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.at(clock.now() + Math.max(0, ms), resolve));
}
