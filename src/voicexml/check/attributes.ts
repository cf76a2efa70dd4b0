/** A rule on the attributes of an element. `content` stands for text or child elements inside it. */
export interface AttributeRule {
  how: 'required' | 'exactly-one' | 'at-most-one';
  of: readonly string[];
}

const required = (...of: string[]): AttributeRule => ({ how: 'required', of });
const exactlyOne = (...of: string[]): AttributeRule => ({ how: 'exactly-one', of });
const atMostOne = (...of: string[]): AttributeRule => ({ how: 'at-most-one', of });

const FETCHED = exactlyOne('src', 'srcexpr', 'content');
const TRANSITION = exactlyOne('next', 'expr', 'event', 'eventexpr');
const MESSAGE = atMostOne('message', 'messageexpr');

/** Rules that the schema cannot express or a browser must find by itself; a breach is `error.badfetch`. */
export const attributeRules: Readonly<Record<string, readonly AttributeRule[]>> = {
  vxml: [required('version')],
  assign: [required('name', 'expr')],
  audio: [exactlyOne('src', 'expr')], // VoiceXML 2.1 §4.1.3
  choice: [TRANSITION, MESSAGE], // §2.2
  data: [exactlyOne('src', 'srcexpr')], // VoiceXML 2.1 §5
  elseif: [required('cond')],
  exit: [atMostOne('expr', 'namelist')], // §5.3.9
  foreach: [required('array', 'item')], // VoiceXML 2.1 §6
  goto: [exactlyOne('next', 'expr', 'nextitem', 'expritem')], // §5.3.7
  grammar: [FETCHED], // §3.1.1
  if: [required('cond')],
  link: [TRANSITION, MESSAGE], // §2.5
  mark: [exactlyOne('name', 'nameexpr')], // VoiceXML 2.1 §4
  param: [required('name'), exactlyOne('value', 'expr')], // §6.4
  property: [required('name', 'value')],
  return: [atMostOne('namelist', 'event', 'eventexpr'), MESSAGE], // §5.3.10
  script: [FETCHED], // §5.3.12
  subdialog: [exactlyOne('src', 'srcexpr')], // §2.3.4
  submit: [exactlyOne('next', 'expr')], // §5.3.8
  throw: [exactlyOne('event', 'eventexpr'), MESSAGE], // §5.3.4
  transfer: [atMostOne('dest', 'destexpr'), atMostOne('bridge', 'type'), atMostOne('aai', 'aaiexpr')], // §2.3.7
  value: [required('expr')],
  var: [required('name')],
};
