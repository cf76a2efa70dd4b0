/** The field's roles; what each may do stands in rights.ts. */
export const roles = ['agent', 'monitor', 'supervisor', 'developer', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** A key of the API: who may do what with it, and for which services and queues. The key itself is not kept. */
export interface AccessKey {
  /** Its name for people; never used again. */
  id: string;
  /** Counts its changes, from 1. */
  version: number;
  role: Role;
  /** Null: of every service and queue. */
  services: string[] | null;
  queues: string[] | null;
  /** SHA-256 of the secrets that open, the newest first; `until` is epoch ms, null: until it is rotated or revoked. */
  secrets: { hash: string; until: number | null }[];
  /** Epoch ms; null while it opens. */
  revokedAt: number | null;
  /** Who did what with it, the oldest first. */
  history: { at: number; by: string; what: 'created' | 'rotated' | 'revoked' }[];
}

/** A key as it is handed out, once: it says its name, so that it is found without trying all. */
export function writtenKey(id: string, secret: string): string {
  return `rbk_${id}_${secret}`;
}

/** Names of keys stand in the keys themselves. */
export function isKeyName(text: string): boolean {
  return /^[A-Za-z0-9-]{1,40}$/.test(text);
}

/** Name and secret of a key as it was handed out; null for any other text. */
export function partsOfKey(written: string): { id: string; secret: string } | null {
  const [, id, secret] = /^rbk_([A-Za-z0-9-]{1,40})_([0-9a-f]{64})$/.exec(written) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}

/** A key with its first secret. */
export function newAccessKey(
  given: Pick<AccessKey, 'id' | 'role' | 'services' | 'queues'>,
  hash: string,
  done: { at: number; by: string },
): AccessKey {
  const secrets = [{ hash, until: null }];
  return { ...given, version: 1, secrets, revokedAt: null, history: [{ ...done, what: 'created' }] };
}

/** With a new secret; the one before opens for `graceMs` longer. */
export function rotated(
  key: AccessKey,
  hash: string,
  { at, by, graceMs }: { at: number; by: string; graceMs: number },
): AccessKey {
  const before = livingSecrets(key, at).map((one) => ({
    ...one,
    until: Math.min(one.until ?? Infinity, at + graceMs),
  }));
  return {
    ...key,
    version: key.version + 1,
    secrets: [{ hash, until: null }, ...before.filter(({ until }) => until > at)],
    history: [...key.history, { at, by, what: 'rotated' }],
  };
}

/** Opens nothing from now on. */
export function revoked(key: AccessKey, { at, by }: { at: number; by: string }): AccessKey {
  const history = [...key.history, { at, by, what: 'revoked' as const }];
  return { ...key, version: key.version + 1, secrets: [], revokedAt: at, history };
}

/** The secrets that open at an instant. */
export function livingSecrets(key: AccessKey, at: number): AccessKey['secrets'] {
  if (key.revokedAt !== null) return [];
  return key.secrets.filter(({ until }) => until === null || until > at);
}
