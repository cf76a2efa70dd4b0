import fc from 'fast-check';

/** An element of a random page, or text. */
type Node = string | { name: string; attributes: Record<string, string>; children: Node[] };

const pick = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

const expression = pick(
  ...[
    'a',
    'b',
    'a + 1',
    "'x'",
    '1',
    'true',
    '[1, 2, 3]',
    '({ a: { b: 1 } })',
    'a.b.c',
    'nothing',
    '1 +',
    ')',
    '',
  ],
  ...[
    '__proto__.polluted = 1',
    "Object.prototype.polluted = 'yes'",
    "'<b>&amp;\"'",
    "'x'.repeat(1e7)",
    'f()',
  ],
  ...[
    "this.constructor.constructor('return process')()",
    '(function g() { g(); })()',
    'session.x = 1',
    'lastresult$',
  ],
);
const address = pick(
  ...[
    '#a',
    '#b',
    '#a',
    '#b',
    'start.vxml',
    'other.vxml#b',
    '#nowhere',
    '',
    'missing',
    'slow',
    'never',
    'huge',
    'round',
  ],
  ...['file:///etc/passwd', 'http://[', 'http://nobody.example/', 'javascript:1', 'no-xml', 'far/away'],
);
const event = pick(
  'e',
  'e.f',
  'error.mine',
  'noinput',
  'nomatch',
  'help',
  'connection.disconnect',
  '',
  'a b',
  '.',
);
const time = pick('1s', '0s', '250ms', '3s', '2.5s', 'soon', '-1s', '999999999s');
const name = fc.oneof(
  { weight: 30, arbitrary: pick('a', 'b', 'c') },
  { weight: 1, arbitrary: pick('a.b', '_x', '', 'document', '__proto__', 'a b') },
);
/** Two items of a form may not have one name, so there are many. */
const itemName = fc.oneof(
  { weight: 30, arbitrary: fc.nat(99).map((number) => `i${number}`) },
  { weight: 1, arbitrary: name },
);
const key = pick('1', '2', '12', '*', '#', '1 2', 'x', '');
const count = pick('1', '2', '3', '0', '-1', 'many');
const flag = pick('true', 'false', 'maybe');
const text = fc.oneof(
  { weight: 8, arbitrary: pick('words', ' ', '&amp;', '1', 'Grüße ☎', '<![CDATA[<b>]]>') },
  { weight: 1, arbitrary: fc.constant('long '.repeat(5000)) },
);
const pattern = pick('[0-9]{2,4}', '1|2', '1*', '(1(2(3)*)*)*', '.*', '(', '[^1]', '1{1000000}');

/** Attributes of which some are given; `one` of a list of alternatives nearly always is. */
type Attributes = Record<string, fc.Arbitrary<string>>;
function element(
  named: string,
  { some = {}, all = {}, one = {} }: { some?: Attributes; all?: Attributes; one?: Attributes } = {},
  children: fc.Arbitrary<Node[]> = fc.constant([]),
): fc.Arbitrary<Node> {
  const alternatives = Object.entries(one).map(([key, value]) => value.map((text) => ({ [key]: text })));
  const given = alternatives.length === 0 ? fc.constant({}) : fc.oneof(...alternatives);
  return fc
    .tuple(fc.record(some, { requiredKeys: [] }), fc.record(all), given, children)
    .map(([a, b, c, inside]) => ({ name: named, attributes: { ...a, ...b, ...c }, children: inside }));
}
const many = (of: fc.Arbitrary<Node>, maxLength = 4): fc.Arbitrary<Node[]> => fc.array(of, { maxLength });

const several = (of: fc.Arbitrary<Node>, maxLength: number): fc.Arbitrary<Node[]> =>
  fc.array(of, { minLength: 1, maxLength });

const going = { next: address, expr: expression };
const fetching = {
  fetchtimeout: time,
  maxage: count,
  fetchaudio: address,
  method: pick('get', 'post', 'put'),
};
const value = element('value', { all: { expr: expression } });
const grammar = fc.oneof(
  element('grammar', { all: { type: fc.constant('application/grammar+regex') } }, fc.tuple(pattern)),
  element('grammar', {
    all: { mode: pick('dtmf', 'voice'), src: pick('builtin:dtmf/digits', 'builtin:x', 'missing', 'rules') },
  }),
  element(
    'grammar',
    {
      all: { mode: pick('dtmf', 'voice') },
      some: { root: pick('r', 's') },
    },
    several(
      element(
        'rule',
        { all: { id: pick('r', 's') } },
        many(
          fc.oneof<fc.Arbitrary<Node>[]>(
            pick('1', '2 3', 'words'),
            element(
              'item',
              { some: { repeat: pick('2', '0-', '1-3', '3-1', '0-99999999', 'x') } },
              many(pick('1', '*'), 2),
            ),
            element('ruleref', { all: { uri: pick('#r', '#s', '#t', 'builtin:dtmf/boolean', 'rules#x') } }),
            element('tag', {}, fc.tuple(pick("out = 'x'", 'out.a = 1', 'while (true) {}', 'seven'))),
          ),
        ),
      ),
      2,
    ),
  ),
);

const { executable } = fc.letrec<{ executable: Node; speech: Node }>((tie) => {
  const content = many(tie('executable'));
  return {
    speech: fc.oneof(
      { maxDepth: 4 },
      text,
      value,
      element('audio', { one: { src: address, expr: expression } }, many(tie('speech'), 2)),
      element('break', { some: { time, strength: pick('weak', 'x') } }),
      element('mark', { one: { name, nameexpr: expression } }),
      element('enumerate'),
      element('foreach', { all: { array: expression, item: name } }, many(tie('speech'), 2)),
      element('emphasis', {}, many(tie('speech'), 2)),
    ),
    executable: fc.oneof(
      { maxDepth: 4 },
      text,
      value,
      element('assign', { all: { name, expr: expression } }),
      element('var', { all: { name }, some: { expr: expression } }),
      element('clear', { some: { namelist: name } }),
      element('reprompt'),
      element('log', { some: { expr: expression } }, many(value, 2)),
      element('goto', { one: { ...going, nextitem: name, expritem: expression }, some: fetching }),
      element('submit', {
        one: going,
        some: { ...fetching, namelist: name, enctype: pick('multipart/form-data', 'x') },
      }),
      element('throw', { one: { event, eventexpr: expression }, some: { message: text } }),
      element('exit', { some: { expr: expression } }),
      element('return', { some: { namelist: name } }),
      element('disconnect', { some: { namelist: name } }),
      element(
        'script',
        {},
        fc.tuple(pick('var s = 1;', 'function f() { return f; }', 'while (true) {}', 'a = [a, a]', '(', 'b')),
      ),
      element('data', { one: { src: address, srcexpr: expression }, some: { name, ...fetching } }),
      element(
        'prompt',
        {
          some: {
            cond: expression,
            count,
            timeout: time,
            bargein: flag,
            bargeintype: pick('hotword', 'speech'),
          },
        },
        many(tie('speech')),
      ),
      element(
        'if',
        { all: { cond: expression } },
        fc
          .tuple(content, content)
          .map(([yes, no]) => [...yes, { name: 'else', attributes: {}, children: [] }, ...no]),
      ),
      element('foreach', { all: { array: expression, item: name } }, content),
      element('gvp:send', { some: { namelist: name, body: text } }),
      element('gvp:receive', { some: { maxtime: time } }),
      element('gvp:dance'),
    ),
  };
});

const content = many(executable);
const handler = fc.oneof(
  element('catch', { some: { event, count, cond: expression } }, content),
  element('noinput', { some: { count } }, content),
  element('nomatch', { some: { count } }, content),
  element('error', { some: { count } }, content),
);
const property = fc.oneof(
  element('property', {
    all: { name: pick('timeout', 'interdigittimeout', 'termtimeout', 'fetchtimeout'), value: time },
  }),
  element('property', {
    all: {
      name: pick('termchar', 'bargein', 'inputmodes', 'bargeintype'),
      value: pick('#', '', 'false', 'voice', 'hotword'),
    },
  }),
);
const filled = element('filled', { some: { mode: pick('any', 'all', 'x'), namelist: name } }, content);
const prompt = element(
  'prompt',
  { some: { count, cond: expression, bargein: flag } },
  many(fc.oneof(text, value), 2),
);
const link = element('link', { one: { ...going, event }, some: { dtmf: key } }, many(grammar, 1));
const option = element('option', { some: { dtmf: key, value: text } }, fc.tuple(text));
const inside = many(fc.oneof(grammar, prompt, filled, handler, property), 4);
const item = fc.oneof(
  element('block', { some: { name: itemName, cond: expression, expr: expression } }, content),
  element(
    'field',
    {
      some: {
        name: itemName,
        cond: expression,
        type: pick('digits', 'boolean', 'digits?length=2', 'x'),
        modal: flag,
      },
    },
    fc.tuple(inside, many(fc.oneof(option, link), 2)).map((parts) => parts.flat()),
  ),
  element(
    'record',
    { some: { name: itemName, maxtime: time, finalsilence: time, dtmfterm: flag, modal: flag } },
    inside,
  ),
  element(
    'transfer',
    {
      some: { name: itemName, type: pick('blind', 'bridge', 'x'), maxtime: time },
      one: { dest: pick('tel:1', 'x'), destexpr: expression },
    },
    inside,
  ),
  element(
    'subdialog',
    { some: { name: itemName }, one: { src: address, srcexpr: expression } },
    many(element('param', { all: { name }, one: { value: text, expr: expression } }), 2),
  ),
  element('initial', { some: { name: itemName } }, many(handler, 2)),
  element('object', { some: { name: itemName } }),
);
const form = (id: string): fc.Arbitrary<Node> =>
  element(
    'form',
    { all: { id: fc.constant(id) }, some: { scope: pick('document', 'dialog') } },
    many(
      fc.oneof(
        { weight: 4, arbitrary: item },
        {
          weight: 1,
          arbitrary: fc.oneof(handler, grammar, link, filled, property, element('var', { all: { name } })),
        },
      ),
      5,
    ),
  );
const menu = element(
  'menu',
  { all: { id: fc.constant('b') }, some: { scope: pick('document'), dtmf: flag } },
  many(
    fc.oneof(
      prompt,
      handler,
      element('choice', { one: { ...going, event }, some: { dtmf: key } }, fc.tuple(text)),
    ),
  ),
);

const page: fc.Arbitrary<Node> = fc
  .tuple(
    many(
      fc.oneof(
        property,
        handler,
        link,
        element('var', { all: { name: pick('a', 'b') } }),
        element('script', {}, fc.constant(['var a = 1, b;'])),
      ),
    ),
    form('a'),
    fc.oneof(form('b'), menu),
  )
  .map(([top, first, second]) => ({
    name: 'vxml',
    attributes: { version: '2.1' },
    children: [...top, first, second],
  }));

/** What is broken in a page: an attribute lost or strange, an element unknown, in the wrong place or far too deep. */
const wound = fc.record({
  at: fc.nat(),
  how: pick('lose', 'strange', 'rename', 'move', 'deepen'),
});

/** A page of VoiceXML, whole or slightly broken. */
export const randomPage: fc.Arbitrary<string> = fc
  .tuple(
    page,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(wound, { maxLength: 2 }) },
    ),
  )
  .map(([whole, wounds]) =>
    written(wounds.reduce((broken, { at, how }) => wounded(broken, at, how), structuredClone(whole))),
  );

function wounded(root: Node, at: number, how: string): Node {
  const elements = elementsOf(root);
  const victim = elements[at % elements.length];
  if (!victim) return root;
  const [attribute = 'name'] = Object.keys(victim.attributes);
  if (how === 'lose') victim.attributes = Object.fromEntries(Object.entries(victim.attributes).slice(1));
  else if (how === 'strange') victim.attributes[attribute] = '\t%<"\u00a0';
  else if (how === 'rename') victim.name = 'shout';
  else if (how === 'move') victim.children.push({ name: 'block', attributes: {}, children: ['here'] });
  else
    for (let depth = 0; depth < 150; depth++)
      victim.children = [{ ...victim, name: 'if', attributes: { cond: 'true' } }];
  return root;
}

function elementsOf(node: Node): Exclude<Node, string>[] {
  return typeof node === 'string' ? [] : [node, ...node.children.flatMap(elementsOf)];
}

function written(node: Node): string {
  if (typeof node === 'string') return node;
  const { name: tag, attributes, children } = node;
  const escape = (value: string): string =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const pairs = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
  const space = tag === 'vxml' ? ' xmlns:gvp="http://www.genesyslab.com/2006/vxml21-extension"' : '';
  return `<${tag}${space}${pairs.join('')}>${children.map(written).join('')}</${tag}>`;
}

const press = fc.stringMatching(/^[0-9*#]{1,6}$/).map((typed) => `dtmf:${typed}`);
/** What a caller does, an entry a listen. */
export const randomCaller = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: press },
    { weight: 2, arbitrary: pick('dtmf:1', 'dtmf:12#', 'noinput') },
    {
      weight: 1,
      arbitrary: pick(
        'record:2000ms',
        'transfer:busy',
        'transfer:answered',
        'transfer:blind-accepted',
        'hangup',
      ),
    },
  ),
  { maxLength: 12 },
);
