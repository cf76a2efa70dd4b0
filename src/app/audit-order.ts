import { OrderAudit, type Inversion, type JournalRecord } from '../routing/order-audit.ts';
import { routingConfig } from './routing-config.ts';
import type { App } from './ports.ts';

/** What the routing journal says about the order. */
export interface OrderReport {
  /** The journal as far as it is kept: epoch ms of its first and last entry, null when it is empty. */
  from: number | null;
  to: number | null;
  entries: number;
  /** How often somebody was given an agent. */
  served: number;
  /** How many inversions have which cause. */
  causes: Partial<Record<Inversion['cause'], number>>;
  /** The unexplained ones and the newest of the others, 1000 at most, in order. */
  inversions: Inversion[];
}

const PAGE = 500;
const MOST_SHOWN = 1_000;

/** Reads the whole routing journal and lists every inversion of the order with its reason. */
export async function auditOrder(app: App): Promise<OrderReport> {
  const audit = new OrderAudit(routingConfig(app));
  const report: OrderReport = { from: null, to: null, entries: 0, served: 0, causes: {}, inversions: [] };
  for (let next = 0; ;) {
    const page = await app.store.routing.journal(next, PAGE);
    for (const entry of page) {
      report.from ??= entry.at;
      report.to = entry.at;
      report.entries++;
      note(report, audit.take(entry as unknown as JournalRecord));
    }
    next = (page.at(-1)?.seq ?? 0) + 1;
    if (page.length < PAGE) return { ...report, served: audit.served };
  }
}

function note(report: OrderReport, found: Inversion[]): void {
  for (const { cause } of found) report.causes[cause] = (report.causes[cause] ?? 0) + 1;
  report.inversions.push(...found);
  const explained = report.inversions.filter(({ cause }) => cause !== 'unexplained');
  const extra = new Set(explained.slice(0, Math.max(0, report.inversions.length - MOST_SHOWN)));
  if (extra.size > 0) report.inversions = report.inversions.filter((one) => !extra.has(one));
}
