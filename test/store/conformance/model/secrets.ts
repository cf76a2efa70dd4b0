import type { SecretStore } from '../../../../src/store/secrets.ts';
import type { Immediate } from './immediate.ts';

export function secretsModel(): Immediate<SecretStore> {
  const kept = new Map<string, string>();
  return {
    keep: ({ name, value }) => {
      if (!kept.has(name)) kept.set(name, value);
      return kept.get(name) ?? value;
    },
  };
}
