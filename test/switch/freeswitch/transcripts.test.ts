import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readChannelData, readEvent } from '../../../src/switch/freeswitch/esl-event.ts';
import { EslFraming, type EslMessage } from '../../../src/switch/freeswitch/esl-framing.ts';
import { switchBytes } from '../../support/transcript.ts';

const own = join(import.meta.dirname, 'transcripts');
const recorded = process.env['RINGBACK_TRANSCRIPTS'];
if (!recorded) console.warn('RINGBACK_TRANSCRIPTS is not set: the recorded ESL transcripts are not replayed');

const files = [own, ...(recorded ? [recorded] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({ name, bytes: switchBytes(readFileSync(join(folder, name), 'utf8')) })),
);

/** Messages of the bytes when they arrive in segments that end at `cuts`. */
function messagesOf(bytes: Buffer, cuts: number[] = []): EslMessage[] {
  const framing = new EslFraming();
  const ends = [...cuts].sort((one, other) => one - other);
  const starts = [0, ...ends];
  return starts.flatMap((start, index) => framing.push(bytes.subarray(start, ends[index] ?? bytes.length)));
}

/** A message as plain values, to be compared. */
function readable(message: EslMessage): { headers: [string, string][]; body: string | null } {
  return { headers: [...message.headers], body: message.body?.toString('latin1') ?? null };
}

describe.each(files)('the session $name', ({ bytes }) => {
  const whole = messagesOf(bytes);

  it('is read to its last byte, every message of a known type and every event readable', () => {
    const types = whole.map(({ headers }) => headers.get('Content-Type') ?? 'none');
    expect(types.filter((type) => !known.has(type))).toEqual([]);
    for (const message of whole)
      if (message.headers.get('Content-Type')?.startsWith('text/event-'))
        expect(readEvent(message)?.get('Event-Name')).toMatch(/^[A-Z_]+$/);
    // What is sent after it is read as the next message, so nothing was left over.
    expect(messagesOf(Buffer.concat([bytes, Buffer.from('Content-Type: auth/request\n\n')]))).toHaveLength(
      whole.length + 1,
    );
  });

  it('gives the same messages however the network cuts it', () => {
    const expected = whole.map(readable);
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 60 });
    fc.assert(
      fc.property(cuts, (places) => {
        expect(messagesOf(bytes, places).map(readable)).toEqual(expected);
      }),
      { numRuns: bytes.length > 20_000 ? 3 : 50 },
    );
  });
});

const known = new Set([
  'auth/request',
  'command/reply',
  'api/response',
  'text/event-json',
  'text/event-plain',
  'text/disconnect-notice',
  'text/rude-rejection',
]);

it('reads a whole session byte by byte', () => {
  const { bytes } = files.find(({ name }) => name === 'login-and-busy.txt') ?? { bytes: Buffer.alloc(0) };
  const everywhere = Array.from({ length: bytes.length }, (_, index) => index);
  expect(messagesOf(bytes, everywhere).map(readable)).toEqual(messagesOf(bytes).map(readable));
});

it('counts Content-Length in bytes, and keeps what follows a body without a line feed', () => {
  const { bytes } = files.find(({ name }) => name === 'login-and-busy.txt') ?? { bytes: Buffer.alloc(0) };
  const messages = messagesOf(bytes);
  const busy = messages.map(readEvent).find((event) => event?.name === 'CHANNEL_HANGUP_COMPLETE');
  expect(busy?.variable('name')).toBe('Zoë 100% größer');
  expect(messages.at(-1)?.body?.toString()).toBe('+OK\n');
});

it('decodes channel data, bare percent signs included', () => {
  const { bytes } = files.find(({ name }) => name === 'door-with-linger.txt') ?? { bytes: Buffer.alloc(0) };
  const channel = readChannelData(messagesOf(bytes)[0]?.headers ?? new Map());
  expect(channel.get('Caller-Caller-ID-Name')).toBe('50% off Zöe');
  expect(channel.variable('note')).toBe('100% bare');
  expect(channel.get('Reply-Text')).toBe('+OK\n');
});

it('reads plain events, with and without a body of their own', () => {
  const { bytes } = files.find(({ name }) => name === 'plain-events.txt') ?? { bytes: Buffer.alloc(0) };
  const [job, heartbeat] = messagesOf(bytes).flatMap((message) => readEvent(message) ?? []);
  expect([job?.name, job?.get('Job-Command-Arg'), job?.body]).toEqual([
    'BACKGROUND_JOB',
    'a b',
    '-ERR USER_BUSY\n',
  ]);
  expect([heartbeat?.get('Event-Info'), heartbeat?.body]).toEqual(['50% up', null]);
});
