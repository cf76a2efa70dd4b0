import { expect, test } from 'vitest';

import { builtInExtensions } from '../../../src/scxml/ors/built-in-extensions.ts';
import { ChartHost } from '../../../src/scxml/chart-host.ts';
import { ChartSession, ors } from '../../support/chart-session.ts';

test('a library may give built-ins functions of its own', async () => {
  const library = `if (!Date.fromISOString) { Date.fromISOString = function (text) { return new Date(text); }; }
    String.prototype.shout = function () { return this.toUpperCase() + '!'; };
    function greet(name) { return name.shout(); }`;
  const session = await ChartSession.started(
    ors(
      '<script src="library.js"/><state id="s"><transition event="e"><log expr="greet(\'ann\') + Date.fromISOString(\'2026-01-05T09:00:00Z\').getTime()"/></transition></state>',
    ),
    { files: { 'library.js': library } },
  );
  expect(session.send('e').logs).toEqual(['ANN!1767603600000']);
  expect(session.errors).toEqual([]);
});

test('one session cannot change what another has', async () => {
  const host = await ChartHost.create();
  const text = ors(`<script>String.prototype.shout = function () { return 'first'; };</script><state id="s">
    <onentry><script>String.prototype.shout = function () { return 'second'; }; String.prototype.shout.x = 1;</script>
      <log expr="'a'.shout() + typeof 'a'.shout.x"/></onentry></state>`);
  for (const sessionId of ['s1', 's2'])
    expect((await ChartSession.started(text, { host, sessionId })).logs).toEqual(['firstundefined']);
});

test.each([
  ['String.prototype.a = function () {};', 1],
  ["if (typeof Date.now2 === 'undefined' || !Date.x) { Date.now2 = () => 1; Math.y = function () {}; }", 1],
  ['String.prototype.a = make();', 0],
  ['String.prototype[name] = function () {};', 0],
  ['other.a = function () {};', 0],
  ['while (true) { String.prototype.a = function () {}; }', 0],
  ['if (forever()) { Date.a = function () {}; }', 0],
  ['if (!Date.a) { Date.a = function () {}; } else { loop(); }', 0],
  ['String = function () {};', 0],
  ['String.prototype.a += function () {};', 0],
  ['not a script', 0],
])('%s', (source, count) => {
  expect(builtInExtensions(source)).toHaveLength(count);
});
