import { expect, test } from 'vitest';

import { ChartSession, ors, w3c } from '../../support/chart-session.ts';

function entering(script: string, more = ''): string {
  return ors(`<state id="s"><onentry><script>${script}</script></onentry>${more}</state>`);
}

test('__Log writes to the log, with a level', async () => {
  const session = await ChartSession.started(entering("__Log('a ' + 1); __Log({ b: 2 }, 3); __Log('c', 9);"));
  expect(session.trace.filter(({ kind }) => kind === 'log')).toEqual([
    { kind: 'log', label: '', text: 'a 1' },
    { kind: 'log', label: '', text: '{"b":2}', level: 3 },
    { kind: 'log', label: '', text: 'c' },
  ]);
});

test('__Raise raises an event here, with data', async () => {
  const session = await ChartSession.started(
    entering(
      "__Raise('error.again', { n: 4 });",
      '<transition event="error"><log expr="_event.name + _event.data.n + _event.type"/></transition>',
    ),
  );
  expect(session.logs).toEqual(['error.again4internal']);
});

test('__GetCurrentStates lists the active states', async () => {
  const session = await ChartSession.started(
    ors(
      '<state id="a"><state id="b"><transition event="e"><log expr="__GetCurrentStates().join()"/></transition></state></state>',
    ),
  );
  expect(session.send('e').logs).toEqual(['a,b']);
});

test('__GetDocumentURL is asked for, and stands in the journal', async () => {
  const text = entering('url = __GetDocumentURL();');
  const asking = await ChartSession.of(text);
  expect(asking.step(null)).toEqual({ kind: 'needs', names: ['document'] });
  const read = { document: 'http://127.0.0.1:8080/project/src-gen/main.scxml' };
  expect((await ChartSession.started(text, { reads: read })).data).toEqual({ url: read.document });
});

test('<event> raises an event without data; <log> has a level', async () => {
  const session = await ChartSession.started(
    ors(`<state id="s"><onentry><event name="own"/><log expr="'x'" level="2"/></onentry>
      <transition event="own"><log expr="typeof _event.data"/></transition></state>`),
  );
  expect(session.trace.filter(({ kind }) => kind === 'log')).toEqual([
    { kind: 'log', label: '', text: 'x', level: 2 },
    { kind: 'log', label: '', text: 'undefined' },
  ]);
});

test('an event goes to another session by its id', async () => {
  const text = ors(`<state id="s"><onentry><send event="'hello'" target="'s2'"/></onentry></state>`);
  expect((await ChartSession.of(text)).step(null)).toMatchObject({ kind: 'needs' });
  const known = await ChartSession.started(text, { reads: { 'session:s2': true } });
  expect(known.actions).toMatchObject([{ kind: 'scxml.deliver', attributes: { session: 's2' } }]);
  const gone = await ChartSession.started(text, { reads: { 'session:s2': false } });
  expect(gone.errors).toEqual(['there is no session "s2"']);
});

test('documents of SCXML 1.0 have none of it', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><log expr="typeof __Log + typeof __Raise + typeof __GetDocumentURL"/></onentry>
      <onentry><send event="x" target="s2"/></onentry></state>`),
  );
  expect(session.logs).toEqual(['undefinedundefinedundefined']);
  expect(session.errors).toEqual(['"s2" is no target']);
});
