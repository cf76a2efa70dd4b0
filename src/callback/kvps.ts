type Kvps = Record<string, string | number>;

/** Epoch seconds: how `_CB_T_*` are counted (GIM, Callback KVPs). */
export function epochSeconds(at: number): number {
  return Math.floor(at / 1000);
}

/**
 * The pairs that mark a call as traded for a callback.
 * @param accepted `serviceStartAt`: the request, or the chosen time of a scheduled callback; epoch ms.
 */
export function acceptedKvps(accepted: { id: string; serviceStartAt: number; acceptedAt: number }): Kvps {
  return {
    _CB_SERVICE_ID: accepted.id,
    _CB_T_SERVICE_START: epochSeconds(accepted.serviceStartAt),
    _CB_T_CALLBACK_ACCEPTED: epochSeconds(accepted.acceptedAt),
  };
}

/** What the caller was told when the callback was offered. Instants are epoch ms, the wait is in seconds. */
export function offerKvps(offer: {
  offeredAt: number;
  acceptedAt: number;
  waitS: number;
  position: number;
}): Kvps {
  return {
    _CB_T_CALLBACK_OFFERED: epochSeconds(offer.offeredAt),
    _CB_D_CALLBACK_OFFER: Math.max(0, epochSeconds(offer.acceptedAt) - epochSeconds(offer.offeredAt)),
    _CB_EWT_WHEN_CALLBACK_WAS_OFFERED: offer.waitS,
    _CB_POS_WHEN_CALLBACK_WAS_OFFERED: offer.position,
  };
}
