import fc from 'fast-check';
import { expect, it } from 'vitest';

import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import type { EslMessage } from '../../../src/switch/freeswitch/esl-framing.ts';
import { EslReplies } from '../../../src/switch/freeswitch/esl-replies.ts';

/** An answer, as `command/reply` or as `api/response`: both kinds share one queue. */
function answer(text: string, api: boolean): EslMessage {
  return api
    ? { headers: new Map([['Content-Type', 'api/response']]), body: Buffer.from(`${text}\n`) }
    : { headers: new Map([['Reply-Text', text]]), body: null };
}

it('every command gets its own answer, however many before it ran out of time', async () => {
  const command = fc.record({ api: fc.boolean(), tooLate: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 20 }), async (commands) => {
      const clock = new VirtualClock();
      const replies = new EslReplies(clock);
      const waiting = commands.map(({ tooLate }) => replies.expect(tooLate ? 100 : 10_000));
      await clock.advance(1_000);
      // The switch answers in order, late ones included.
      for (const [index, { api }] of commands.entries())
        expect(replies.settle(answer(`+OK ${index}`, api))).toBe(true);
      for (const [index, { tooLate }] of commands.entries())
        expect(await waiting[index]).toMatchObject(
          tooLate ? { kind: 'lost' } : { kind: 'ok', text: `+OK ${index}` },
        );
      expect(replies.settle(answer('+OK', true))).toBe(false);
    }),
    { numRuns: 30 },
  );
});

it.each([
  ['+OK accepted', 'ok'],
  ['true', 'ok'],
  ['-ERR No such channel!', 'error'],
  ['-USAGE: <uuid>', 'error'],
  ['', 'ok'],
])('takes "%s" for %s', async (text, kind) => {
  const replies = new EslReplies(new VirtualClock());
  const waiting = replies.expect(1_000);
  replies.settle(answer(text, true));
  expect(await waiting).toMatchObject({ kind, text });
});

it('gives up on all of them with the connection', async () => {
  const replies = new EslReplies(new VirtualClock());
  const waiting = [replies.expect(1_000), replies.expect(1_000)];
  replies.abandon('gone');
  expect((await Promise.all(waiting)).map(({ kind, text }) => [kind, text])).toEqual([
    ['lost', 'gone'],
    ['lost', 'gone'],
  ]);
});
