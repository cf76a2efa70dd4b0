import type { Timer } from '../../../core/clock.ts';
import { dialplanLines } from '../dialplan.ts';
import { causeOfStatus } from '../line/sip-cause.ts';
import { type Application, instant, running } from './application.ts';

/** `park`: holds the call, without media, until something else is asked of it. Measured: digits are told of and lost. */
export const park: Application = (performance) => {
  performance.call.channel.fire('CHANNEL_PARK');
  return running(performance);
};

/** What a bridged leg runs: it lasts as long as the bridge. */
export const bridged: Application = (performance) => running(performance);

/** `sleep <ms>`: measured: a digit ends it at once, and waits for the next one that reads it. */
export const sleep: Application = (performance) => {
  const { call, core, data, finish } = performance;
  const until = core.clock.now() + (Number.parseInt(data, 10) || 0);
  const wait = (): Timer => core.clock.at(until, () => finish());
  let timer = wait();
  const stop = (): void => {
    timer.cancel();
    finish();
  };
  return running(performance, {
    breakable: true,
    stop,
    pause: () => timer.cancel(),
    resume: () => (timer = wait()),
    readKeys() {
      if (call.keys.waiting) stop();
    },
  });
};

export const answer = instant(({ call }) => call.answer());
export const preAnswer = instant(({ call }) => call.preAnswer());
export const hangup = instant(({ call, data }) => call.hangup(data || 'NORMAL_CLEARING'));

/** `set name=value`; `export` is the same on one leg. */
export const set = instant(({ call, data }) => {
  const at = data.indexOf('=');
  if (at > 0) call.channel.set(data.slice(0, at).replace(/^nolocal:/, ''), data.slice(at + 1));
});

/** `multiset a=1 b=2`, or with another separator `^^:a=1:b=2`. */
export const multiset = instant(({ call, data }) => {
  const separator = data.startsWith('^^') ? data.charAt(2) : ' ';
  for (const pair of (data.startsWith('^^') ? data.slice(3) : data).split(separator)) {
    const at = pair.indexOf('=');
    if (at > 0) call.channel.set(pair.slice(0, at), pair.slice(at + 1));
  }
});

export const unset = instant(({ call, data }) => call.channel.set(data.trim(), ''));

/** `respond <status> [phrase]`: refuses a call that is not answered. */
export const respond = instant(({ call, data }) => {
  if (call.line.answeredAt === null) call.hangup(causeOfStatus(Number.parseInt(data, 10)));
});

/** `transfer <extension>`: goes on in the dialplan. */
export const transfer = instant(({ call, core, data }) => {
  const extension = data.split(' ')[0] ?? '';
  call.channel.sendTo(extension);
  call.execution.run(dialplanLines(core, extension));
});

/** `flush_dtmf`: digits that were not read yet are thrown away. */
export const flushKeys = instant(({ call }) => call.keys.flush());

/** Applications that do nothing a client could see. */
export const unseen = instant(() => undefined);
