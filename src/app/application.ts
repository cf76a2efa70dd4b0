import type { SwitchCall } from '../switch/switch.ts';

/** What a routing point names as its application: a strategy, and what it is started with. */
interface Application {
  strategy: string;
  params: Record<string, string>;
}

/** Genesys `application` option: `[DNIS]`, `[UDATA.<key>]` and the like in a query. */
const MACRO = /\[(DNIS|ANI|DN|CED|EMAILFROM|EMAILTO|EMAILSUBJECT|UDATA(?:\.[^\]]+)?)\]/g;

/**
 * Reads `strategy?name=[MACRO]&...` for a call: `[DNIS]`, `[ANI]`, `[DN]`, `[UDATA]` (name=value&...), `[UDATA.*]`
 * (name:value,...), `[UDATA.<key>]`. What a call does not have (`[CED]`, the parts of a mail) is empty.
 */
export function applicationOf(
  written: string,
  call: Pick<SwitchCall, 'from' | 'to' | 'userData'>,
): Application {
  const [strategy = '', query = ''] = written.split(/\?(.*)/s, 2);
  const filled = query.replace(MACRO, (_, macro: string) => valueOf(macro, call));
  return { strategy, params: Object.fromEntries(new URLSearchParams(filled)) };
}

function valueOf(macro: string, { from, to, userData }: Parameters<typeof applicationOf>[1]): string {
  const pairs = Object.entries(userData);
  if (macro === 'UDATA') return new URLSearchParams(pairs).toString();
  if (macro === 'UDATA.*')
    return encodeURIComponent(pairs.map(([name, value]) => `${name}:${value}`).join(','));
  const values = new Map([
    ['DNIS', to],
    ['DN', to],
    ['ANI', from],
    ...pairs.map(([name, value]): [string, string] => [`UDATA.${name}`, value]),
  ]);
  return encodeURIComponent(values.get(macro) ?? '');
}
