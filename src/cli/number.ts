import type { NumberTest } from '../app/test-number.ts';
import type { Client } from './client.ts';
import { table } from './table.ts';

/** `ringback number +44...`: what the rules of each service, or of one, say of a number. */
export async function showNumber(client: Client, number: string, service?: string): Promise<void> {
  const query = service === undefined ? '' : `?service=${encodeURIComponent(service)}`;
  const path = `/api/v1/numbers/${encodeURIComponent(number)}${query}`;
  const { tests } = (await client.get(path)) as { tests: NumberTest[] };
  const rows = tests.map((test) => [
    test.service,
    test.number ?? '-',
    test.country ?? '-',
    test.allowed ? 'may be called' : `refused (${test.rule ?? ''})`,
    test.why,
  ]);
  console.log(table(['SERVICE', 'NUMBER', 'COUNTRY', 'RESULT', 'WHY'], rows));
}
