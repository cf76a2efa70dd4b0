const HANDLERS = 'catch error help noinput nomatch';
const AUDIO = 'audio enumerate value';
const SPEECH = `${AUDIO} break emphasis mark p phoneme prosody s say-as sub voice foreach`;
const EXECUTABLE = `${AUDIO} assign clear data disconnect exit foreach goto if log prompt reprompt return script submit throw var`;
const INPUT = `${HANDLERS} ${AUDIO} filled prompt property`;

/**
 * What may stand inside what (the VoiceXML 2.1 schema, without its order rules). An element that is not a key of this
 * table is unknown. `*` lets anything of VoiceXML, SRGS or SSML in.
 */
export const allowedChildren: ReadonlyMap<string, ReadonlySet<string>> = table({
  vxml: `${HANDLERS} data form link menu meta metadata property script var`,
  form: `${HANDLERS} block data field filled grammar initial link object property record script subdialog transfer var`,
  menu: `${HANDLERS} ${AUDIO} choice prompt property`,
  field: `${INPUT} grammar link option`,
  initial: `${HANDLERS} ${AUDIO} link prompt property`,
  subdialog: `${INPUT} param`,
  record: `${INPUT} grammar`,
  transfer: `${INPUT} grammar`,
  object: `${INPUT} param`,
  choice: 'grammar',
  link: 'grammar',
  block: EXECUTABLE,
  catch: EXECUTABLE,
  error: EXECUTABLE,
  help: EXECUTABLE,
  noinput: EXECUTABLE,
  nomatch: EXECUTABLE,
  filled: EXECUTABLE,
  foreach: `${EXECUTABLE} ${SPEECH}`,
  if: `${EXECUTABLE} else elseif`,
  log: 'value',
  prompt: `${SPEECH} lexicon meta metadata`,
  audio: `${SPEECH} desc`,
  enumerate: SPEECH,
  emphasis: SPEECH,
  p: SPEECH,
  s: SPEECH,
  prosody: SPEECH,
  voice: SPEECH,
  'say-as': 'value',
  phoneme: 'value',
  sub: 'value',
  metadata: '*',
  grammar: 'example lexicon meta metadata rule tag',
  rule: 'example item one-of ruleref tag token',
  item: 'item one-of ruleref tag token',
  'one-of': 'item',
  ...empty(
    'assign break clear data desc disconnect else elseif example exit goto lexicon mark meta option param',
  ),
  ...empty('property reprompt return ruleref script submit tag throw token value var'),
});

function table(rows: Record<string, string>): Map<string, Set<string>> {
  return new Map(
    Object.entries(rows).map(([name, list]) => [name, new Set(list.split(' ').filter(Boolean))]),
  );
}

function empty(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, '']));
}
