import { expect, test } from 'vitest';

import { compileChart } from '../../../src/scxml/compile.ts';
import { ChartSession, noModules, ors } from '../../support/chart-session.ts';

const XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"';

/** A workflow as Composer writes it: to be put into others. */
const workflow = ors(
  `<final id="noboot"/><state id="_composer_entry" initial="$$_MY_PREFIX_$$.Ask">
    <state id="Ask"><onentry><send event="'asked'"><param name="resolveid" expr="_my_prefix"/></send></onentry>
      <transition event="asked" cond="_event.data.resolveid == _my_prefix" target="$$_MY_PREFIX_$$.Say"/></state>
    <state id="Say"><onentry><script>said = (typeof said == 'undefined' ? '' : said + ',') + _my_prefix;</script></onentry>
      <transition target="$$_MY_PREFIX_$$.End"/></state>
    <final id="End"/></state>`,
  'name="Workflow" initial="noboot"',
);

function holder(id: string, next: string): string {
  return `<state id="${id}" initial="${id}._composer_entry">
    <xi:include href="Workflow.scxml" parse="xml" resolveid="${id}" xpointer="_composer_entry"/>
    <transition event="done.state.${id}._composer_entry" target="${next}"/></state>`;
}

function problemsOf(text: string, files: Record<string, string> = {}): string[] {
  const resolve = (path: string): string | null => files[path] ?? null;
  return compileChart({ text, file: 'dialogs/p/a.scxml', path: 'p/a.scxml', registry: noModules, resolve })
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ file, line, code }) => `${file}:${line} ${code}`);
}

test('one workflow stands in a document twice, each with states of its own', async () => {
  const text = ors(
    `${holder('First', 'Second')}${holder('Second', 'over')}<final id="over"/>`,
    `${XI} initial="First"`,
  );
  const session = await ChartSession.started(text, { files: { 'Workflow.scxml': workflow } });
  expect(session.errors).toEqual([]);
  expect(session.entered('First.Say') && session.entered('Second.Say')).toBe(true);
  expect(session.snapshot?.done).toBe(true);
  expect(session.trace.filter(({ kind }) => kind === 'error')).toEqual([]);
});

test('what is included may include in turn, from where it stands itself', async () => {
  const outer = ors(
    `<state id="_composer_entry" initial="$$_MY_PREFIX_$$.Sub">
      <state id="Sub" initial="$$_MY_PREFIX_$$.Sub._composer_entry">
        <xi:include href="../flows/Workflow.scxml" resolveid="$$_MY_PREFIX_$$.Sub" xpointer="element(_composer_entry)"/>
      </state></state>`,
    XI,
  );
  const text = ors('<xi:include href="sub/Outer.scxml" resolveid="Main" xpointer="_composer_entry"/>', XI);
  const files = { 'sub/Outer.scxml': outer, 'flows/Workflow.scxml': workflow };
  const session = await ChartSession.started(text, { files });
  expect(session.leaves).toEqual(['Main.Sub.End']);
});

test('a document is included whole where no part of it is named', async () => {
  const text = ors('<xi:include href="states.scxml" parse="xml"/>', `${XI} initial="b"`);
  const session = await ChartSession.started(text, {
    files: { 'states.scxml': ors('<state id="a"/><state id="b"/>') },
  });
  expect(session.states).toEqual(['b']);
});

test('scripts are included as text, in their order, beside others', async () => {
  const text = ors(
    `<script>var list = ['own'];<xi:include href="../include/more.js" parse="text"/>list.push('last');</script>
    <script src="../include/src.js"/><state id="s"><onentry><script><xi:include href="here.js" parse="text"/></script>
      <log expr="list.join(' ')"/></onentry></state>`,
    XI,
  );
  const files = {
    'p/include/more.js': "if (1 < 2 && list) list.push('included');",
    'p/include/src.js': "list.push('by src');",
    'p/flows/here.js': "list.push('entered');",
  };
  const session = await ChartSession.of(text, { files, path: 'p/flows/main.scxml' });
  expect(session.begin().logs).toEqual(['own included last by src entered']);
});

test('text of a file can stand in data', async () => {
  const text = ors(
    '<datamodel><data id="d"><xi:include href="d.json" parse="text"/></data></datamodel><state id="s"/>',
    XI,
  );
  expect((await ChartSession.started(text, { files: { 'd.json': '{"a":[1]}' } })).data).toEqual({
    d: { a: [1] },
  });
});

test('a workflow alone is checked as it would be within another', () => {
  expect(problemsOf(workflow)).toEqual([]);
  expect(problemsOf(workflow.replace('$$_MY_PREFIX_$$.Say', '$$_MY_PREFIX_$$.Sya'))).toEqual([
    'dialogs/p/a.scxml:3 target-missing',
  ]);
});

test('mistakes stand in the file they are in', () => {
  const text = ors(
    `<xi:include href="../q/b.scxml" resolveid="B" xpointer="x"/>\n<script><xi:include href="../q/c.js" parse="text"/></script>`,
    XI,
  );
  const files = {
    'q/b.scxml': ors('\n<state id="x"><transition event="e" cond="1 +"/></state>'),
    'q/c.js': '\n\nvar = 1;',
  };
  expect(problemsOf(text, files)).toEqual(['dialogs/q/b.scxml:2 expression', 'dialogs/q/c.js:3 script']);
});

test.each([
  ['a file that is not there', '<xi:include href="none.scxml" xpointer="x"/>', 'source-missing'],
  ['a part that is not there', '<xi:include href="b.scxml" xpointer="x"/>', 'include-pointer'],
  ['an inclusion of nothing', '<xi:include/>', 'attribute-missing'],
  ['a document in itself', '<xi:include href="a.scxml" xpointer="s"/>', 'include-circle'],
  ['what is no XML', '<xi:include href="bad.scxml"/>', 'xml'],
  ['a file outside of the set', '<xi:include href="../../secret.scxml"/>', 'source-missing'],
])('%s is named', (_, include, code) => {
  const text = ors(`<state id="s">${include}</state>`, XI);
  const files = { 'p/a.scxml': text, 'p/b.scxml': ors('<state id="y"/>'), 'p/bad.scxml': '<a>' };
  expect(problemsOf(text, files).map((problem) => problem.split(' ')[1])).toContain(code);
});

test('documents that include others over and over are refused soon', () => {
  const files: Record<string, string> = {};
  for (let level = 0; level < 12; level++) {
    const include = `<xi:include href="${level + 1}.scxml" xpointer="s"/>`;
    files[`p/${level}.scxml`] = ors(`<state id="s">${include.repeat(8)}</state>`, XI);
  }
  files['p/12.scxml'] = ors('<state id="s"/>');
  expect(problemsOf(files['p/0.scxml'] ?? '', files)).toContainEqual(expect.stringMatching('include-many'));
});

test('a name with other capitals is found where only one file can be meant', async () => {
  const text = ors('<script><xi:include href="Include/Common.js" parse="text"/></script><state id="s"/>', XI);
  const found = await ChartSession.started(text, { files: { 'include/common.js': 'var found = 1;' } });
  expect(found.data).toEqual({ found: 1 });
  expect(problemsOf(text, { 'p/include/common.js': '', 'p/INCLUDE/common.js': '' })).toHaveLength(1);
});

test('a document of SCXML 1.0 includes nothing', () => {
  const text = ors(`<state id="s"><xi:include href="none.scxml"/></state>`, XI).replace(
    'profile=',
    'datamodel=',
  );
  expect(problemsOf(text)).toEqual([]);
});
