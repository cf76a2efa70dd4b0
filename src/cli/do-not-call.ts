import type { BarredNumber } from '../callback/barred-number.ts';
import type { Client } from './client.ts';
import { instant, table } from './table.ts';

export interface BarredWishes {
  reason?: string;
  source?: string;
}

/** `ringback do-not-call list`. */
export async function listBarred(client: Client): Promise<void> {
  const rows: string[][] = [];
  for (let after = ''; ;) {
    const from = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page = (await client.get(`/api/v1/do-not-call?limit=500${from}`)) as {
      numbers: BarredNumber[];
      cursor: string | null;
    };
    rows.push(...page.numbers.map(rowOf));
    if (page.cursor === null) break;
    after = page.cursor;
  }
  console.log(table(['NUMBER', 'SINCE', 'BY', 'SOURCE', 'REASON'], rows));
}

/** `ringback do-not-call add NUMBER`. */
export async function addBarred(client: Client, number: string, wishes: BarredWishes): Promise<void> {
  const { ended } = (await client.send('POST', '/api/v1/do-not-call', { number, ...wishes })) as {
    ended: number;
  };
  const callbacks =
    ended === 0 ? 'no callback waited for it' : `callbacks that waited for it and have ended: ${ended}`;
  console.log(`${number} is never called; ${callbacks}`);
}

/** `ringback do-not-call remove NUMBER`. */
export async function removeBarred(client: Client, number: string, wishes: BarredWishes): Promise<void> {
  const query = new URLSearchParams({ ...wishes }).toString();
  await client.send('DELETE', `/api/v1/do-not-call/${encodeURIComponent(number)}?${query}`);
  console.log(`${number} may be called again`);
}

function rowOf({ number, history }: BarredNumber): string[] {
  const last = history.at(-1);
  return [number, last ? instant(last.at) : '-', last?.by ?? '-', last?.source || '-', last?.reason || '-'];
}
