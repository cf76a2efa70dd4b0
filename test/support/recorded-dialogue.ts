/** One message of a recorded dialogue with a switch; times in ms from its beginning. */
export interface Recorded {
  from: 'switch' | 'client';
  at: number;
  /** From the client: the command with its headers. From the switch: header block and body. */
  text: string;
  headers: Record<string, string>;
  body: string;
}

/** Reads a recorded dialogue: `<` lines are the switch's, `>` lines the client's, `~` stands for no line feed. */
export function dialogueOf(transcript: string): Recorded[] {
  const messages: Recorded[] = [];
  let at = 0;
  let from: Recorded['from'] = 'switch';
  let open = '';
  const close = (): void => {
    messages.push(...split(from, at, open));
    open = '';
  };
  for (const line of transcript.split('\n')) {
    const time = /^# (\d+\.\d+)/.exec(line);
    if (time) {
      close();
      at = Number(time[1]) * 1_000;
    }
    const [, mark, tilde, text = ''] = /^([<>])(~?) ?(.*)$/.exec(line) ?? [];
    if (mark === undefined) continue;
    const speaker = mark === '<' ? 'switch' : 'client';
    if (from !== speaker) close();
    from = speaker;
    open += text + (tilde === '~' ? '' : '\n');
  }
  close();
  return messages;
}

/** What follows a whole message under the same time is another one. */
function split(from: Recorded['from'], at: number, text: string): Recorded[] {
  const messages: Recorded[] = [];
  let rest = Buffer.from(text, 'utf8');
  while (rest.toString('utf8').trim() !== '') {
    const gap = rest.indexOf('\n\n');
    const head = rest.toString('utf8', 0, gap < 0 ? rest.length : gap);
    const headers = headersOf(head);
    const start = gap < 0 ? rest.length : gap + 2;
    const end = start + (from === 'switch' ? Number(headers['Content-Length'] ?? 0) : 0);
    messages.push({ from, at, text: head, headers, body: rest.toString('utf8', start, end) });
    rest = rest.subarray(end);
  }
  return messages;
}

function headersOf(head: string): Record<string, string> {
  const pairs = head.split('\n').flatMap((line) => {
    const colon = line.indexOf(': ');
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)] as const];
  });
  return Object.fromEntries(pairs);
}
