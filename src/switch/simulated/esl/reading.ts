/** A command as it came in: its first line, its headers, its body. */
export interface EslCommand {
  name: string;
  argument: string;
  headers: Map<string, string>;
  body: string;
}

const LONGEST_COMMAND = 1 << 20;

/** Takes commands out of a stream of bytes, wherever the network has cut it. */
export class CommandReader {
  #pending: Buffer = Buffer.alloc(0);

  /** The commands that are complete now. Throws when one grows beyond a megabyte. */
  push(chunk: Buffer): EslCommand[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const commands: EslCommand[] = [];
    for (let command = this.#take(); command; command = this.#take()) commands.push(command);
    if (this.#pending.length > LONGEST_COMMAND) throw new RangeError('the command is too long');
    return commands;
  }

  #take(): EslCommand | null {
    // Empty lines between commands mean nothing.
    let start = 0;
    while (this.#pending[start] === 0x0a || this.#pending[start] === 0x0d) start++;
    const text = this.#pending.toString('latin1', start);
    const gap = /\r?\n\r?\n/.exec(text);
    if (!gap) return null;
    const head = this.#pending.toString('utf8', start, start + gap.index).split(/\r?\n/);
    const headers = new Map(head.slice(1).flatMap(headerOf));
    const length = Number(headers.get('content-length') ?? 0) || 0;
    const bodyStart = start + gap.index + gap[0].length;
    if (this.#pending.length < bodyStart + length) return null;
    const body = this.#pending.toString('utf8', bodyStart, bodyStart + length);
    this.#pending = this.#pending.subarray(bodyStart + length);
    const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(head[0] ?? '') ?? [];
    return { name: name.toLowerCase(), argument: argument.trim(), headers, body };
  }
}

/** Header names are found without regard to case. */
function headerOf(line: string): [string, string][] {
  const at = line.indexOf(':');
  return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : [];
}
