import type { OrderReport } from '../app/audit-order.ts';
import type { Client } from './client.ts';

/** `ringback audit order`: every inversion in the routing journal; the exit status is 1 when one has no reason. */
export async function auditOrder(client: Client): Promise<void> {
  const report = (await client.get('/api/v1/audit/order')) as OrderReport;
  for (const { at, queue, served, agent, passed, cause, why } of report.inversions)
    console.log(
      `${new Date(at).toISOString()} ${queue}: ${served} got agent ${agent} before ${passed} (${cause}: ${why})`,
    );
  const { unexplained = 0, ...explained } = report.causes;
  const causes = Object.entries(explained).map(([cause, count]) => `${count} for ${cause}`);
  console.log(
    `${report.entries} journal entries, ${report.served} served: ${causes.join(', ') || 'no inversions'}; ${unexplained} unexplained`,
  );
  if (unexplained > 0) process.exitCode = 1;
}
