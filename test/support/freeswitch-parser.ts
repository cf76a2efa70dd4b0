/**
 * How FreeSWITCH takes an originate, a variable list and a playback apart (its `separate_string` rules): blanks or a
 * delimiter separate unless quoted or after a backslash; then quotes go, `\n \r \t \s` and escaped characters are
 * undone. Braces of an originate are counted without regard to either.
 */
export interface ParsedOriginate {
  variables: [string, string][];
  dialString: string;
  rest: string[];
}

export function parseOriginateLine(line: string): ParsedOriginate {
  const [leg = '', ...rest] = separate(line, ' ');
  const end = closingBrace(leg);
  const variables = separate(leg.slice(1, end), ',').map((pair): [string, string] => {
    const [name = '', value = ''] = separate(pair, '=', 2);
    return [name, value];
  });
  return { variables, dialString: leg.slice(end + 1), rest };
}

export function parseVariableList(list: string): [string, string][] {
  return separate(list, ';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** The parts a playback argument is played as. */
export function parsePlayback(argument: string): string[] {
  const list = /^file_string:\/\/(.*)$/s.exec(argument)?.[1];
  return list === undefined ? [argument] : separate(list, '!');
}

/** Engine, voice and text of a `tts://` part. */
export function parseSpeech(part: string): string[] {
  return separate(part.replace(/^tts:\/\//, ''), '|', 3);
}

/** The parts between delimiters, at most `limit`: the last keeps what is left. */
export function separate(text: string, delimiter: string, limit = 1024): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length && parts.length < limit - 1; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === "'" && (quoted || delimiter === ' ' || text.indexOf("'", at + 1) > 0))
      quoted = !quoted;
    else if (character === delimiter && !quoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
      while (delimiter === ' ' && text.charAt(from) === ' ') from = ++at + 1;
    }
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts.map((part) => clean(part, delimiter === ' ' ? '' : delimiter));
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', s: ' ' };

function clean(part: string, delimiter: string): string {
  let result = '';
  let kept = 0;
  let quoted = false;
  const text = part.replace(/^ +/, '');
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && next !== '' && (`'"\\${delimiter}`.includes(next) || next in escapes)) {
      result += escapes[next] && next !== delimiter ? escapes[next] : next;
      kept = result.length;
      at++;
    } else if (character === "'" && (quoted || text.indexOf("'", at + 1) > 0)) {
      quoted = !quoted;
      if (quoted) kept = result.length;
    } else {
      result += character;
      if (character !== ' ' || quoted) kept = result.length;
    }
  }
  return result.slice(0, kept);
}

function closingBrace(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '{') depth++;
    else if (text.charAt(at) === '}' && --depth === 0) return at;
  }
  return -1;
}
