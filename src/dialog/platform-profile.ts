import { RingbackError } from '../core/errors.ts';

/** What differs from one VoiceXML platform to another in pages that are otherwise the same. */
export interface PlatformProfile {
  name: string;
  /** `Content-Type` of pages. */
  mediaType: string;
  /** How the keys of a menu are written: an SRGS grammar, or a regular expression over keys. */
  keys: 'srgs' | 'regex';
  /**
   * How the result leaves at `<exit>`: as an object; as variables `cb_...` of plain values; as one form-encoded text; or
   * sent to the platform first as form-encoded user data (`gvp:send`), then as an object.
   */
  result: 'object' | 'names' | 'text' | 'send';
  /** Attribute of a prompt that drops the keys which were pressed before it; null where there is none. */
  flush: string | null;
}

const VOICEXML = 'application/voicexml+xml; charset=utf-8';
const XML = 'text/xml; charset=utf-8';

const standard: PlatformProfile = {
  name: 'standard',
  mediaType: VOICEXML,
  keys: 'srgs',
  result: 'object',
  flush: null,
};

const profiles: Readonly<Record<string, PlatformProfile>> = {
  standard,
  gvp: { ...standard, name: 'gvp', result: 'send' },
  // CVP takes no SRGS for keys, and returns variables to its scripts. Its browsers alone can drop what was keyed ahead
  // (Cisco VoiceXML Programmer's Guide, "cisco-typeaheadflush Attribute for <prompt>").
  cisco: {
    name: 'cisco',
    mediaType: XML,
    keys: 'regex',
    result: 'names',
    flush: 'cisco-typeaheadflush',
  },
  avaya: { ...standard, name: 'avaya', result: 'names' },
  voximal: { ...standard, name: 'voximal', mediaType: XML, result: 'text' },
  freeswitch: { ...standard, name: 'freeswitch' },
};

export const profileNames: readonly string[] = Object.keys(profiles);

/** The profile of that name, `standard` for none. @throws PROFILE_UNKNOWN */
export function profileNamed(name: string | null): PlatformProfile {
  const profile = name === null ? standard : Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return profile;
  const known = profileNames.join(', ');
  throw new RingbackError('PROFILE_UNKNOWN', { profile: (name ?? '').slice(0, 100), known });
}
