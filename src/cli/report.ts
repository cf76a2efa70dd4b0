import type { DayCounts, DayReport } from '../report/day-report.ts';
import { Refusal, type Client } from './client.ts';
import { table } from './table.ts';

const columns = [
  'offered',
  'accepted',
  'declined',
  'hungUp',
  'requested',
  'consented',
  'attempted',
  'attempts',
  'connected',
  'abandoned',
  'cancelled',
  'successful',
  'meanWaitS',
] as const satisfies readonly (keyof DayCounts)[];

export interface ReportWishes {
  /** A date; `true` or left out: today. */
  day?: string | true;
  zone?: string;
  format: string;
}

/** `ringback report --day`: what became of the offers and callbacks of a day, by service. */
export async function showReport(client: Client, { day, zone, format }: ReportWishes): Promise<void> {
  const query = new URLSearchParams();
  if (typeof day === 'string') query.set('day', day);
  if (zone !== undefined) query.set('zone', zone);
  const report = (await client.get(`/api/v1/reports/day?${query.toString()}`)) as DayReport;
  console.log(written(report, format));
}

function written(report: DayReport, format: string): string {
  if (format === 'json') return JSON.stringify(report, null, 2);
  const rows = [...report.services, { service: 'total', ...report.total }].map((row) => [
    row.service,
    ...columns.map((column) => (row[column] === null ? '' : String(row[column]))),
  ]);
  if (format === 'csv') return [['service', ...columns], ...rows].map((row) => row.join(',')).join('\n');
  if (format !== 'text') throw new Refusal(`A report is text, json or csv, not "${format}".`);
  const heads = ['SERVICE', ...columns.map((column) => column.toUpperCase())];
  return `${report.day}, ${report.zone}\n${table(heads, rows)}`;
}
