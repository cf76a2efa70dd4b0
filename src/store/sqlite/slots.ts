import type { SlotClaim } from '../callbacks.ts';
import type { Connection } from './connection.ts';

/** Takes one place of a bucket, however many are taken. */
export function retakeSlot(connection: Connection, slot: Omit<SlotClaim, 'capacity'>): void {
  takeSlot(connection, { ...slot, capacity: Number.MAX_SAFE_INTEGER });
}

/** Takes one place of a bucket; false when none is left. */
export function takeSlot(connection: Connection, { service, slotAt, capacity }: SlotClaim): boolean {
  if (capacity < 1) return false;
  const changed = connection.run(
    `INSERT INTO slots (service, slot_at, taken) VALUES (?, ?, 1)
     ON CONFLICT (service, slot_at) DO UPDATE SET taken = taken + 1 WHERE taken < ?`,
    service,
    slotAt,
    capacity,
  );
  return changed === 1;
}

/** Gives back the place a callback holds; nothing when it holds none (any more). */
export function freeSlot(connection: Connection, callbackId: string): void {
  const held = connection.get<{ service: string; at: number }>(
    'SELECT slot_service AS service, slot_at AS at FROM callbacks WHERE id = ? AND slot_at IS NOT NULL',
    callbackId,
  );
  if (!held) return;
  connection.run('UPDATE callbacks SET slot_service = NULL, slot_at = NULL WHERE id = ?', callbackId);
  // A bucket's row goes with its last place.
  const emptied = connection.run(
    'DELETE FROM slots WHERE service = ? AND slot_at = ? AND taken = 1',
    held.service,
    held.at,
  );
  if (emptied === 0)
    connection.run(
      'UPDATE slots SET taken = taken - 1 WHERE service = ? AND slot_at = ?',
      held.service,
      held.at,
    );
}

/** Taken places of each bucket in [from, to), earliest first. */
export function takenSlots(
  connection: Connection,
  service: string,
  from: number,
  to: number,
): { slotAt: number; taken: number }[] {
  return connection
    .all<{ slotAt: number; taken: number }>(
      'SELECT slot_at AS slotAt, taken FROM slots WHERE service = ? AND slot_at >= ? AND slot_at < ? ORDER BY slot_at',
      service,
      from,
      to,
    )
    .map(({ slotAt, taken }) => ({ slotAt, taken }));
}
