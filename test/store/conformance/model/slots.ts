import type { SlotChange, SlotClaim, SlotPlace, SlotStore } from '../../../../src/store/slots.ts';
import type { Immediate } from './immediate.ts';
import type { State } from './state.ts';

export function slotsModel(state: State): Immediate<SlotStore> {
  return {
    taken: (service, from, to) => {
      const places = [...state.places.values()].filter((place) => place.service === service);
      const buckets = Map.groupBy(places, ({ slotAt }) => slotAt);
      return [...buckets]
        .map(([slotAt, held]) => ({ slotAt, taken: held.length }))
        .filter(({ slotAt }) => slotAt >= from && slotAt < to)
        .sort((a, b) => a.slotAt - b.slotAt);
    },
    heldBy: (callbackId) => state.places.get(callbackId) ?? null,
  };
}

/** False when the bucket it moves to is full; nothing is changed then. */
export function changeSlot(state: State, id: string, change: SlotChange): boolean {
  if (change === 'free') state.places.delete(id);
  if (change === 'keep' || change === 'free') return true;
  const held = state.places.get(id);
  if (held?.service === change.service && held.slotAt === change.slotAt) return true;
  if (isFull(state, change)) return false;
  state.places.set(id, placeOf(change));
  return true;
}

export function isFull(state: State, { service, slotAt, capacity }: SlotClaim): boolean {
  const isThere = (place: SlotPlace): boolean => place.service === service && place.slotAt === slotAt;
  return [...state.places.values()].filter(isThere).length >= capacity;
}

export function placeOf({ service, slotAt }: SlotClaim): SlotPlace {
  return { service, slotAt };
}
