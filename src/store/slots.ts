/** One place in a bucket of a service. */
export interface SlotPlace {
  service: string;
  /** Start of the bucket, epoch ms. */
  slotAt: number;
}

/** A wish for a place: granted while the bucket has fewer than `capacity` taken. */
export interface SlotClaim extends SlotPlace {
  capacity: number;
}

/**
 * What a change of a callback does to the place it holds:
 * - `keep`: nothing
 * - `free`: gives it back; nothing when it holds none (any more)
 * - a claim: moves there. The old place is freed and the new one taken in one commit, or `slot-full` and neither. The
 *   bucket it is in already is granted whatever its capacity.
 */
export type SlotChange = 'keep' | 'free' | SlotClaim;

/**
 * Places in buckets of time. A place belongs to a callback and changes in the commits of that callback only, so that
 * there is never one without the other: taken by `callbacks.create`, moved and freed by `callbacks.change`,
 * freed by `retention.forget`. Each bucket is counted in the same commit, so it cannot be oversold.
 */
export interface SlotStore {
  /** Taken places of each bucket in [from, to), earliest first; empty buckets are left out. Cost: O(log n + buckets). */
  taken(service: string, from: number, to: number): Promise<{ slotAt: number; taken: number }[]>;
  /** The place a callback holds; null for none. Cost: one look-up. */
  heldBy(callbackId: string): Promise<SlotPlace | null>;
}
