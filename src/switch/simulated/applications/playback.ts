import type { Running } from '../execution.ts';
import { type Piece, Playing, type PlayingEnd } from '../line/playing.ts';
import { type Application, type Performance, running } from './application.ts';
import { piecesOf, spoken } from './pieces.ts';

/** `playback`: plays until it is over, a terminator is pressed, or it is broken off. */
export const playback: Application = (performance) => {
  const pieces = piecesOf(performance.data, performance.core.settings);
  if (pieces) return perform(performance, pieces);
  performance.finish('FILE NOT FOUND');
  return running(performance);
};

/** `speak engine|voice|text`. */
export const speak: Application = (performance) =>
  perform(performance, [spoken(performance.data, performance.core.settings)]);

/** `callcenter`: the ordinary live queue, which holds the caller with music; nobody is taken out of it by a break. */
export const liveQueue: Application = (performance) => {
  performance.core.liveQueue.push(performance.call.uuid);
  performance.call.channel.set('fell_to_live_queue', 'true');
  const music = { kind: 'sound', sound: { kind: 'music', name: 'moh' }, ms: Infinity } as const;
  return { ...perform(performance, [music]), breakable: false };
};

function perform(performance: Performance, pieces: readonly Piece[]): Running {
  const { call, data } = performance;
  const { channel, keys } = call;
  channel.set('playback_terminator_used', '');
  const playing = play(performance, { path: data, pieces }, () =>
    performance.finish(call.line.end?.by === 'far-end' ? 'PLAYBACK ERROR' : 'FILE PLAYED'),
  );
  return {
    breakable: true,
    stop: () => playing.stop(),
    pause: () => playing.pause(),
    resume: () => playing.resume(),
    readKeys() {
      for (let key = keys.read(); key !== null; key = keys.read()) {
        if (!isTerminator(key, channel.variables.get('playback_terminators'))) continue;
        channel.set('playback_terminator_used', key);
        playing.stop();
        return;
      }
    },
  };
}

/** Plays a file on the channel of an application, and tells so; `over` is told the end once. */
export function play(
  { call, core }: Performance,
  { path, pieces }: { path: string; pieces: readonly Piece[] },
  over: (end: PlayingEnd) => void,
): Playing {
  const { channel, line } = call;
  const file = {
    'Playback-File-Type': /^\w+(?=:\/\/)/.exec(path)?.[0] ?? 'file',
    'Playback-File-Path': path,
  };
  call.preAnswer();
  channel.fire('PLAYBACK_START', file);
  return new Playing(line, core.clock, pieces, (end) => {
    channel.set('playback_ms', String(end.kind === 'stopped' ? end.atMs : lengthOf(pieces)));
    // Measured: one that ends because the switch hangs up is not said to be broken off.
    const done = end.kind === 'played' || line.end?.by === 'us';
    channel.fire('PLAYBACK_STOP', { ...file, 'Playback-Status': done ? 'done' : 'break' });
    over(end);
  });
}

/** mod_dptools: `*` unless playback_terminators says others; `any` and `none` are words. */
function isTerminator(key: string, terminators = '*'): boolean {
  return terminators === 'any' || (terminators !== 'none' && terminators.includes(key));
}

function lengthOf(pieces: readonly Piece[]): number {
  const ms = pieces.reduce((sum, piece) => sum + (piece.kind === 'missing' ? 0 : piece.ms), 0);
  return Number.isFinite(ms) ? ms : 0;
}
