import { describe, expect, test } from 'vitest';

import { formatProblem } from '../../src/core/problem.ts';
import { compileChart, type Compiled } from '../../src/scxml/compile.ts';
import { phoneModule } from './a-module.ts';

function compile(text: string, parts: { lenient?: boolean; files?: Record<string, string> } = {}): Compiled {
  const { files = {}, ...rest } = parts;
  return compileChart({
    text,
    file: 'x.scxml',
    registry: phoneModule,
    resolve: (address) => files[address] ?? null,
    ...rest,
  });
}

/** Everything said about a document, as people see it. */
function problems(text: string): string[] {
  return compile(text).problems.map(formatProblem);
}

/** Everything said about this inside of a document; it begins in line 2, column 1. */
function problemsInside(inside: string): string[] {
  return problems(
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:ixn="www.genesyslab.com/modules/interaction">\n${inside}</scxml>`,
  );
}

test('all mistakes are told at once, in the order of the document', () => {
  expect(
    problemsInside(`<state id="a">
  <transition event="go" target="b"/>
  <transition event="x" cond="n >" target="a"/>
  <onentry>
    <assign expr="1"/>
    <log expr="1 +"/>
  </onentry>
</state>
<state id="a"/>`),
  ).toEqual([
    'x.scxml:3:34: target-missing there is no state "b" (did you mean "a"?)',
    'x.scxml:4:35: expression no valid ECMAScript: Unexpected token',
    'x.scxml:6:5: attribute-missing <assign> needs the attribute location',
    'x.scxml:7:20: expression no valid ECMAScript: Unexpected token',
    'x.scxml:10:1: id-duplicate there are two states "a"',
  ]);
});

describe('a document with mistakes is no chart', () => {
  test.each([
    [
      'no SCXML',
      '<html/>',
      ['x.scxml:1:1: root the root element must be <scxml> of http://www.w3.org/2005/07/scxml'],
    ],
    [
      'not closed',
      '<scxml>\n <state>',
      ['x.scxml:2:8: xml unclosed tag: state', 'x.scxml:2:8: xml unclosed tag: scxml'],
    ],
    ['nothing', '', ['x.scxml:1:1: xml document must contain a root element.']],
    [
      'a document type',
      '<!DOCTYPE a [<!ENTITY b "c">]>\n<scxml/>',
      ['x.scxml:1:30: xml a document type declaration is not allowed'],
    ],
    [
      'an unknown entity',
      '<scxml>&b;</scxml>',
      ['x.scxml:1:10: xml undefined entity.', 'x.scxml:1:10: xml undefined entity.'],
    ],
  ])('%s', (_, text, expected) => {
    const { chart } = compile(text);
    expect(chart).toBeNull();
    expect(problems(text)[0]).toBe(expected[0]);
  });

  test.each([
    ['an unknown element', '<state><foo/></state>', '2:8: element-unknown <foo> cannot stand in <state>'],
    [
      'an unknown action',
      '<state><onentry><foo/></onentry></state>',
      '2:17: element-unknown <foo> is no executable element of SCXML',
    ],
    [
      'an element in the wrong place',
      '<state/><transition target="a"/>',
      '2:9: element-unknown <transition> cannot stand in <scxml>',
    ],
    ['a state in a final', '<final><state/></final>', '2:8: element-unknown <state> cannot stand in <final>'],
    [
      'else outside of if',
      '<state><onentry><else/></onentry></state>',
      '2:17: element-unknown <else> is no executable element of SCXML',
    ],
    ['no state', '<datamodel/>', '1:1: state-missing the document has no state'],
    ['an empty parallel', '<parallel id="p"/>', '2:1: state-missing the parallel "p" has no state'],
    [
      'an initial outside',
      '<state id="a" initial="b"><state/></state><state id="b"/>',
      '2:1: initial-target the target must be inside of "a"',
    ],
    [
      'an initial of nothing',
      '<state id="a" initial="b"/><state id="b"/>',
      '2:1: initial-target "a" has no state to begin with',
    ],
    [
      'an initial with a condition',
      '<state id="a"><initial><transition cond="1" target="b"/></initial><state id="b"/></state>',
      '2:24: initial-condition this transition is taken always: neither event nor cond can be',
    ],
    [
      'a history without a default',
      '<state id="a"><history id="h"/><state/></state>',
      '2:15: history-default the history "h" needs a transition',
    ],
    [
      'a history out of its state',
      '<state id="a"><history id="h"><transition target="b"/></history><state/></state><state id="b"/>',
      '2:31: initial-target the target must be inside of "a"',
    ],
    [
      'two targets in one region',
      '<state id="a"/><state id="b"><transition target="a b"/></state>',
      '2:30: target-conflict the targets are not in different regions of a parallel',
    ],
    [
      'an invoke of a file that is not there',
      '<state><invoke src="none.scxml"/></state>',
      '2:8: source-missing "none.scxml" cannot be read',
    ],
    [
      'the second of two targets',
      '<parallel id="p"><state id="a"/><state id="b"/></parallel><state><transition target="a bb"/></state>',
      '2:88: target-missing there is no state "bb" (did you mean "b"?)',
    ],
    [
      'a kind of history there is not',
      '<state id="a"><history id="h" type="deeep"><transition target="b"/></history><state id="b"/></state>',
      '2:37: attribute-value type is shallow or deep, not "deeep"',
    ],
    [
      'a kind of transition there is not',
      '<state id="a"><transition event="e" type="inner" target="a"/></state>',
      '2:43: attribute-value type is internal or external, not "inner"',
    ],
    [
      'a forwarding that is neither',
      '<state><invoke src="x" autoforward="yes"/></state>',
      '2:37: attribute-value autoforward is true or false, not "yes"',
    ],
    [
      'a delay that is no time',
      '<state><onentry><send event="e" delay="soon"/></onentry></state>',
      '2:40: attribute-value delay is a time such as 1.5s or 200ms, not "soon"',
    ],
    [
      'data without a name',
      '<datamodel><data id="my data"/></datamodel><state/>',
      '2:22: attribute-value id is the name of a variable, not "my data"',
    ],
    [
      'an item that is no variable',
      '<state><onentry><foreach array="[]" item="a.b"/></onentry></state>',
      '2:43: attribute-value item is the name of a variable, not "a.b"',
    ],
    ['a missing file', '<script src="no.js"/><state/>', '2:1: source-missing "no.js" cannot be read'],
    [
      'a missing attribute of a module',
      '<state><onentry><ixn:redirect to="1"/></onentry></state>',
      '2:17: attribute-missing <redirect> needs the attribute interactionid',
    ],
    [
      'an expression of a module',
      '<state><onentry><ixn:redirect interactionid="1" to="1 2"/></onentry></state>',
      '2:55: expression no valid ECMAScript: Unexpected token',
    ],
    [
      'too many parts in an expression',
      '<state><onentry><log expr="1; 2"/></onentry></state>',
      '2:29: expression no valid ECMAScript: Unexpected token',
    ],
    [
      'an expression that is nested without end',
      `<state><onentry><log expr="${'('.repeat(200_000)}"/></onentry></state>`,
      '2:28: expression no valid ECMAScript: it is nested too deep',
    ],
  ])('%s', (_, inside, expected) => {
    expect(problemsInside(inside)).toContain(`x.scxml:${expected}`);
  });

  test('another data model', () => {
    expect(
      problems('<scxml xmlns="http://www.w3.org/2005/07/scxml" datamodel="xpath"><state/></scxml>'),
    ).toEqual(['x.scxml:1:1: datamodel the data model "xpath" is not supported; use ecmascript or null']);
  });
});

describe('a warning, and the document is a chart', () => {
  test.each([
    [
      'an unknown attribute',
      '<state id="a"><transition evnt="go" target="a"/></state>',
      '2:33: attribute-unknown <transition> has no attribute evnt (did you mean "event"?)',
    ],
    [
      'an unknown attribute of a module',
      '<state><onentry><ixn:redirect interactionid="1" too="2" to="3"/></onentry></state>',
      '2:54: attribute-unknown <redirect> has no attribute too (did you mean "to"?)',
    ],
    [
      'an attribute like a property of every object',
      '<state><onentry><ixn:submit constructor="1"/></onentry></state>',
      '2:42: attribute-unknown <submit> has no attribute constructor',
    ],
    [
      'an unknown element of a module',
      '<state><onentry><ixn:redirekt/></onentry></state>',
      '2:17: element-foreign nothing here carries out {www.genesyslab.com/modules/interaction}redirekt (did you mean "redirect"?)',
    ],
    [
      'an unknown child of a module',
      '<state><onentry><ixn:submit><ixn:goals/></ixn:submit></onentry></state>',
      '2:29: element-foreign <submit> does nothing with <goals>',
    ],
    [
      'an element of a module nobody has',
      '<state><onentry><x:toString xmlns:x="urn:x"/></onentry></state>',
      '2:17: element-foreign nothing here carries out {urn:x}toString',
    ],
    [
      'a foreign element between states',
      '<state/><x:y xmlns:x="urn:x"/>',
      '2:9: element-foreign <y> cannot stand in <scxml> and is ignored',
    ],
    [
      'a transition for nothing',
      '<state><transition/></state>',
      '2:8: transition-empty a transition needs an event, a cond or a target',
    ],
    [
      'data in XML',
      '<datamodel><data id="a"><b/><c/></data></datamodel><state/>',
      '2:25: content-xml XML inside <data> must be one element',
    ],
  ])('%s', (_, inside, expected) => {
    expect(problemsInside(inside)).toEqual([`x.scxml:${expected}`]);
  });
});

describe('the position of a mistake in a script', () => {
  test.each([
    ['on a later line', '<script>\n  var a = 1;\n  var b = ;\n</script><state/>', '4:11'],
    ['behind references', '<script>var a = 1 &lt; 2 &amp;&amp; ;</script><state/>', '2:37'],
    ['in CDATA', '<script><![CDATA[var a = 1 < ;]]></script><state/>', '2:30'],
    [
      'in an attribute of several lines',
      '<state><onentry><log expr="1 +\n  2 +\n  )"/></onentry></state>',
      '4:3',
    ],
    ['after Windows line ends', '<script>\r\n var b = ;\r\n</script><state/>', '3:10'],
  ])('%s', (_, inside, position) => {
    const code = inside.startsWith('<script') ? 'script' : 'expression';
    expect(problemsInside(inside)).toEqual([
      `x.scxml:${position}: ${code} no valid ECMAScript: Unexpected token`,
    ]);
  });
});

test('a mistake in a script of its own file stands there, after those of the document', () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml">
    <script src="./parts/tool.js"/><state><transition target="b"/></state></scxml>`;
  const files = { 'parts/tool.js': 'var a = 1;\nvar b = ;' };
  expect(compile(text, { files }).problems.map(formatProblem)).toEqual([
    'x.scxml:2:63: target-missing there is no state "b"',
    'parts/tool.js:2:9: script no valid ECMAScript: Unexpected token',
  ]);
});

test('for a document that is in use mistakes in expressions are warnings: the step that meets them fails', () => {
  const text =
    '<scxml xmlns="http://www.w3.org/2005/07/scxml"><state><onentry><log expr="1 +"/></onentry></state></scxml>';
  expect(compile(text).chart).toBeNull();
  expect(compile(text, { lenient: true })).toMatchObject({ chart: {}, problems: [{ severity: 'warning' }] });
  const value = text.replace('log expr="1 +"', 'send event="e" delay="soon"');
  expect(compile(value).chart).toBeNull();
  expect(compile(value, { lenient: true })).toMatchObject({ chart: {}, problems: [{ severity: 'warning' }] });
});

test('attributes of ORS itself are no mistakes', () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" profile="ecmascript" _persist="false"><state _type="normal"/></scxml>`;
  expect(problems(text)).toEqual([]);
});
