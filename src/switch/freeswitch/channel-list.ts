/** A row of `show channels as json`. */
export interface ListedChannel {
  id: string;
  direction: 'inbound' | 'outbound';
  /** A leg that nobody has answered: it was at no door yet. */
  ringing: boolean;
}

/** What `callstate` says of a leg before the answer. */
const BEFORE_ANSWER = new Set(['DOWN', 'DIALING', 'RINGING', 'EARLY']);

/** Reads the answer to `show channels as json`; null when it is none. No channels come as `{"row_count":0}`. */
export function readChannelList(text: string): ListedChannel[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('row_count' in parsed)) return null;
  const rows = 'rows' in parsed && Array.isArray(parsed.rows) ? (parsed.rows as unknown[]) : [];
  return rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null || !('uuid' in row)) return [];
    const outbound = 'direction' in row && row.direction === 'outbound';
    const before = 'callstate' in row && BEFORE_ANSWER.has(String(row.callstate));
    return [
      { id: String(row.uuid), direction: outbound ? 'outbound' : 'inbound', ringing: outbound && before },
    ];
  });
}
