import type { Utterance, UtteranceStore } from '../../../../src/store/utterances.ts';
import type { Immediate } from './immediate.ts';

export function utterancesModel(): Immediate<UtteranceStore> {
  const kept = new Map<string, Utterance>();
  return {
    keep: (utterance) => {
      if (!kept.has(utterance.id)) kept.set(utterance.id, utterance);
    },
    get: (id) => kept.get(id) ?? null,
  };
}
