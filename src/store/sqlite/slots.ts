import type { SlotChange, SlotClaim, SlotPlace } from '../slots.ts';
import type { Connection } from './connection.ts';

/** Takes one place of a bucket, however many are taken. */
export function retakeSlot(connection: Connection, slot: SlotPlace): void {
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

/** Keeps, frees or moves the place a callback holds; false when it moves to a bucket that has none left. */
export function changeSlot(connection: Connection, callbackId: string, change: SlotChange): boolean {
  if (change === 'keep') return true;
  const held = heldSlot(connection, callbackId);
  if (change === 'free') {
    if (held) leaveSlot(connection, callbackId, held);
    return true;
  }
  if (held?.service === change.service && held.slotAt === change.slotAt) return true;
  if (!takeSlot(connection, change)) return false;
  if (held) leaveSlot(connection, callbackId, held);
  connection.run(
    'UPDATE callbacks SET slot_service = ?, slot_at = ? WHERE id = ?',
    change.service,
    change.slotAt,
    callbackId,
  );
  return true;
}

/** The place a callback holds. */
export function heldSlot(connection: Connection, callbackId: string): SlotPlace | null {
  const held = connection.get<{ service: string; slotAt: number }>(
    'SELECT slot_service AS service, slot_at AS slotAt FROM callbacks WHERE id = ? AND slot_at IS NOT NULL',
    callbackId,
  );
  return held ? { service: held.service, slotAt: held.slotAt } : null;
}

function leaveSlot(connection: Connection, callbackId: string, { service, slotAt }: SlotPlace): void {
  connection.run('UPDATE callbacks SET slot_service = NULL, slot_at = NULL WHERE id = ?', callbackId);
  // A bucket's row goes with its last place.
  const emptied = connection.run(
    'DELETE FROM slots WHERE service = ? AND slot_at = ? AND taken = 1',
    service,
    slotAt,
  );
  if (emptied === 0)
    connection.run('UPDATE slots SET taken = taken - 1 WHERE service = ? AND slot_at = ?', service, slotAt);
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
