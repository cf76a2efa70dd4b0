import type { Json, JsonObject } from '../core/json.ts';

/**
 * Session variables as pages know them (VoiceXML 2.1 §5.1.4): the standard `connection` with its members, whatever the
 * platform gave of it, and `com.genesyslab`, so that a page may read `session.com.genesyslab.userdata` of any call.
 */
export function completeSession(given: JsonObject): JsonObject {
  const connection = objectOf(given['connection']);
  const protocol = objectOf(connection['protocol']);
  const com = objectOf(given['com']);
  const genesys = objectOf(com['genesyslab']);
  return {
    ...given,
    connection: {
      originator: 'remote',
      redirect: [],
      aai: '',
      ...connection,
      local: { uri: '', ...objectOf(connection['local']) },
      remote: { uri: '', ...objectOf(connection['remote']) },
      protocol: {
        name: 'sip',
        version: '2.0',
        ...protocol,
        sip: { headers: {}, requesturi: {}, ...objectOf(protocol['sip']) },
      },
    },
    com: { ...com, genesyslab: { ...genesys, userdata: objectOf(genesys['userdata']) } },
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
