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

/** `callcenter`: the ordinary live queue, which holds the caller with music. */
export const liveQueue: Application = (performance) => {
  performance.core.liveQueue.push(performance.call.uuid);
  performance.call.channel.set('fell_to_live_queue', 'true');
  return perform(performance, [{ kind: 'sound', sound: { kind: 'music', name: 'moh' }, ms: Infinity }]);
};

function perform(performance: Performance, pieces: readonly Piece[]): Running {
  const { call, data, core } = performance;
  const { channel } = call;
  const file = {
    'Playback-File-Type': /^\w+(?=:\/\/)/.exec(data)?.[0] ?? 'file',
    'Playback-File-Path': data,
  };
  const over = (end: PlayingEnd): void => {
    const ms = end.kind === 'stopped' ? end.atMs : lengthOf(pieces);
    channel.set('playback_ms', String(ms));
    channel.fire('PLAYBACK_STOP', { ...file, 'Playback-Status': end.kind === 'played' ? 'done' : 'break' });
    performance.finish(call.line.end?.by === 'far-end' ? 'PLAYBACK ERROR' : 'FILE PLAYED');
  };
  call.preAnswer();
  channel.set('playback_terminator_used', '');
  channel.fire('PLAYBACK_START', file);
  let playing: Playing | null = null;
  const terminated = (key: string): void => {
    if (!isTerminator(key, channel.variables.get('playback_terminators'))) return;
    channel.set('playback_terminator_used', key);
    playing?.stop();
  };
  const now = (playing = new Playing(call.line, core.clock, pieces, over));
  return {
    breakable: true,
    stop: () => now.stop(),
    pause: () => now.pause(),
    resume: () => now.resume(),
    key: terminated,
  };
}

/** mod_dptools: `*` unless playback_terminators says others; `any` and `none` are words. */
function isTerminator(key: string, terminators = '*'): boolean {
  return terminators === 'any' || (terminators !== 'none' && terminators.includes(key));
}

function lengthOf(pieces: readonly Piece[]): number {
  const ms = pieces.reduce((sum, piece) => sum + (piece.kind === 'missing' ? 0 : piece.ms), 0);
  return Number.isFinite(ms) ? ms : 0;
}
