import type { Settings } from '../core.ts';
import { type Piece, speechMs } from '../line/playing.ts';

const ALL_THERE_MS = 2000;

/**
 * What a playback argument sounds like: `file_string://a!b`, `tts://engine|voice|text`, `silence_stream://ms`,
 * `tone_stream://%(on,off,...)`, `local_stream://name`, anything else is a recording.
 * Null when nothing of it is there to be played.
 */
export function piecesOf(argument: string, settings: Settings): Piece[] | null {
  const source = withoutParameters(argument);
  const string = /^file_string:\/\/(.*)$/s.exec(source)?.[1];
  const parts = string === undefined ? [source] : string.split('!');
  // mod_dptools: a part of a file_string that cannot be opened is passed over.
  const pieces = parts
    .map((part) => pieceOf(withoutParameters(part), settings))
    .filter((piece) => piece !== null);
  return pieces.length === 0 ? null : pieces;
}

/** A text as `engine|voice|text` (application `speak`, and `tts://`). */
export function spoken(argument: string, settings: Settings): Piece {
  const text = withoutParameters(argument).split('|').slice(2).join('|');
  return { kind: 'sound', sound: { kind: 'text', text }, ms: speechMs(text, settings.speechRate) };
}

function pieceOf(part: string, settings: Settings): Piece | null {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/s.exec(part) ?? [];
  switch (scheme) {
    case 'tts':
      return spoken(rest, settings);
    case 'silence_stream': {
      const ms = Number.parseInt(rest, 10);
      return { kind: 'pause', ms: ms < 0 ? Infinity : ms || 0 };
    }
    case 'tone_stream':
      return { kind: 'sound', sound: { kind: 'recording', path: part }, ms: toneMs(rest) };
    case 'local_stream':
      return { kind: 'sound', sound: { kind: 'music', name: rest }, ms: Infinity };
    case 'http':
    case 'https':
    case 'http_cache':
    case 'httapi':
      return { kind: 'sound', sound: { kind: 'recording', path: part }, ms: ALL_THERE_MS };
    default: {
      const ms = settings.recordingMs(part);
      return ms === null ? null : { kind: 'sound', sound: { kind: 'recording', path: part }, ms };
    }
  }
}

/** `%(on,off,frequency...)` in turn, as often as `loops` says; -1 = for ever. */
function toneMs(description: string): number {
  const tones = [...description.matchAll(/%\((\d+),(\d+)/g)];
  const once = tones.reduce((sum, [, on, off]) => sum + Number(on) + Number(off), 0);
  const loops = Number(/loops=(-?\d+)/.exec(description)?.[1] ?? 1);
  return loops < 0 ? Infinity : once * loops;
}

function withoutParameters(source: string): string {
  return source.replace(/^\{[^}]*\}/, '');
}
