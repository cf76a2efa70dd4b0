import type { JsonObject } from '../../core/json.ts';

const overwriteTypes = ['UseNone', 'UseDNIS', 'UseConfig', 'UseANI'];

/** Enumerations that the libraries of Composer's projects name: each value is its own name, so that a journal can be read. */
export const orsEnumerations: Record<string, JsonObject> = {
  '_genesys.queue.overwriteType': named(overwriteTypes),
  '_genesys.voice.overwriteType': named(overwriteTypes),
  '_genesys.queue.usecapcond': named(['Never', 'OnStatError', 'Only']),
  '_genesys.ixn.mediaType': named(
    [
      ...[
        'Voice',
        'VoIP',
        'EMail',
        'VMail',
        'SMail',
        'Chat',
        'Video',
        'Cobrowsing',
        'Whiteboard',
        'Fax',
        'SMS',
      ],
      ...['AppSharing', 'Webform', 'WorkItem', 'Callback', 'NativeSMS', 'IMChat', 'Alert', 'BusinessEvent'],
      ...['OpenMedia', 'OutboundPreview'],
    ].map((name) => `TMedia${name}`),
  ),
  '_genesys.resource.resourceType': named([
    'any',
    ...[
      'ACDPosition',
      'Extension',
      'VoiceMail',
      'Cellular',
      'VoIP',
      'Video',
      'FAX',
      'Chat',
      'Email',
      'CoBrowse',
    ].map((name) => `CFG${name}`),
    'CFGWorkflow',
  ]),
};

function named(names: string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, name]));
}
