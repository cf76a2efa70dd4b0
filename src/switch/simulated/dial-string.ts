/** Whom a switch is to dial. */
export interface Dialled {
  variables: Map<string, string>;
  /** Module of the endpoint: `sofia`, `user`, `loopback`. */
  endpoint: string;
  /** The part that is dialled: a number, or an agent's phone such as `user/1001`. */
  phone: string;
  /** Name of the gateway, if the call goes through one. */
  gateway: string | null;
}

/** What `originate` was asked to do. */
export interface Originate extends Dialled {
  /** What an answered leg does: an application, or an extension of the dialplan. */
  then: { app: string; data: string } | { extension: string };
}

/** Reads `{name=value,...}endpoint/... &application(data)` or `... extension dialplan context`; null = bad syntax. */
export function parseOriginate(argument: string): Originate | null {
  const block = parseBlocks(argument);
  const [, target, then] = /^(\S+)\s+(\S.*)$/s.exec(block?.rest ?? '') ?? [];
  if (!block || target === undefined || then === undefined) return null;
  return { ...parseTarget(target), variables: block.variables, then: parseThen(then) };
}

/** Reads what `bridge` is given: `{name=value,...}endpoint/...`; null = bad syntax. */
export function parseDialled(argument: string): Dialled | null {
  const block = parseBlocks(argument);
  return block && /^\S+$/.test(block.rest)
    ? { ...parseTarget(block.rest), variables: block.variables }
    : null;
}

/** Takes the blocks of variables off the front. */
function parseBlocks(argument: string): { variables: Map<string, string>; rest: string } | null {
  const variables = new Map<string, string>();
  let rest = argument.trim();
  for (const [open, close] of [
    ['{', '}'],
    ['[', ']'],
  ] as const) {
    if (!rest.startsWith(open)) continue;
    const end = endOfBlock(rest, open, close);
    if (end < 0) return null;
    for (const [name, value] of parseVariables(rest.slice(1, end))) variables.set(name, value);
    rest = rest.slice(end + 1).trimStart();
  }
  return { variables, rest };
}

function parseTarget(target: string): Pick<Dialled, 'endpoint' | 'phone' | 'gateway'> {
  const parts = target.split('/');
  const [endpoint = '', second = ''] = parts;
  return {
    endpoint,
    phone: endpoint === 'user' ? target : (parts.at(-1) ?? '').replace(/@.*$/, ''),
    gateway: endpoint === 'sofia' && second === 'gateway' ? (parts[2] ?? '') : null,
  };
}

function parseThen(then: string): Originate['then'] {
  // Measured: what an application is given ends at the first closing bracket.
  const application = /^'?&(\w+)(?:\(([^)]*)\).*)?'?$/s.exec(then.trim());
  if (application) return { app: application[1] ?? '', data: application[2] ?? '' };
  return { extension: then.split(/\s+/)[0] ?? '' };
}

/** Position of the closing bracket; brackets in quotes or after a backslash do not count. */
function endOfBlock(text: string, open: string, close: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === "'") quoted = !quoted;
    else if (!quoted && character === open) depth++;
    else if (!quoted && character === close && --depth === 0) return at;
  }
  return -1;
}

/** `a=b,c='d,e'` with quotes and backslashes, or with a separator of its own: `^^:a=b:c=d`. */
export function parseVariables(block: string, separator = ','): [string, string][] {
  const own = block.startsWith('^^');
  const pairs = own ? split(block.slice(3), block.charAt(2)) : split(block, separator);
  return pairs.flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1)] as [string, string]] : [];
  });
}

const ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', r: '\r', t: '\t' };

/** Splits, and takes quotes and backslashes away. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let quoted = false;
  const add = (character: string): void => {
    parts.push((parts.pop() ?? '') + character);
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && at + 1 < text.length) {
      const escaped = text.charAt(++at);
      add(ESCAPES[escaped] ?? escaped);
    } else if (character === "'") quoted = !quoted;
    else if (character === separator && !quoted) parts.push('');
    else add(character);
  }
  return parts;
}
