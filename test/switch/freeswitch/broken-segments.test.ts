import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import { EslSocket } from '../../../src/switch/freeswitch/esl-socket.ts';

/** A connection whose far end is the test. */
function connection(): { wire: Duplex; esl: EslSocket; events: string[] } {
  const wire = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
  Object.assign(wire, { setNoDelay: () => wire, remoteAddress: '127.0.0.1' });
  const esl = new EslSocket(wire as unknown as Socket, new VirtualClock());
  const events: string[] = [];
  esl.listen({ event: (event) => events.push(event.get('n')), closed: () => undefined });
  return { wire, esl, events };
}

const event = (n: number): string => {
  const body = JSON.stringify({ 'Event-Name': 'DTMF', n: String(n), text: 'Zoë 100%' });
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-json\n\n${body}`;
};
const answers: ((n: number) => string)[] = [
  (n) => `Content-Type: command/reply\nReply-Text: +OK ${n}\n\n`,
  (n) => `Content-Type: api/response\nContent-Length: ${`+OK ${n}\n`.length}\n\n+OK ${n}\n`,
];

/** Bytes in pieces that end at the given places. */
function pieces(bytes: Buffer, places: number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const places = fc.array(fc.nat(), { maxLength: 40 });

it('every command gets its own answer among events, however the network splits and merges them', async () => {
  const message = fc.record({ kind: fc.nat(1), before: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 15 }), places, async (messages, cuts) => {
      const { wire, esl, events } = connection();
      const replies = messages.map(() => esl.send('api status\n\n'));
      let count = 0;
      const said = messages.map(({ kind, before }, index) => {
        const told = Array.from({ length: before }, () => event(count++)).join('');
        return told + (answers[kind]?.(index) ?? '');
      });
      for (const piece of pieces(Buffer.from(said.join('')), cuts)) wire.push(piece);
      const found = await Promise.all(replies);
      expect(found.map(({ text }) => text)).toEqual(messages.map((_, index) => `+OK ${index}`));
      expect(events).toEqual(Array.from({ length: count }, (_, n) => String(n)));
    }),
  );
});

it('bytes that were changed on the way throw nothing, and leave no command waiting', async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.nat(6), damage, places, async (commands, damages, cuts) => {
      const { wire, esl } = connection();
      const replies = Array.from({ length: commands }, () => esl.send('api status\n\n'));
      const said = replies.map((_, n) => event(n) + (answers[n % 2]?.(n) ?? '')).join('');
      const bytes = Buffer.from(said || event(0));
      for (const [at, value] of damages) bytes[at % bytes.length] = value;
      for (const piece of pieces(bytes, cuts)) if (!wire.destroyed) wire.push(piece);
      wire.push(null);
      wire.destroy();
      for (const { kind } of await Promise.all(replies)) expect(['ok', 'error', 'lost']).toContain(kind);
      expect((await esl.send('api status\n\n')).kind).toBe('unsent');
    }),
  );
});

it('beyond ten thousand commands without an answer nothing more is sent', async () => {
  const { wire, esl } = connection();
  const waiting = Array.from({ length: 10_000 }, () => esl.send('api status\n\n'));
  expect((await esl.send('api status\n\n')).kind).toBe('unsent');
  wire.destroy();
  expect(new Set((await Promise.all(waiting)).map(({ kind }) => kind))).toEqual(new Set(['lost']));
});
