import { expect, test } from 'vitest';

import { browse } from './browse.ts';

/** What is said at the end of the page, or what went wrong. */
async function outcome(page: string, files: Record<string, string> = {}): Promise<string | undefined> {
  return (
    await browse(`<catch event="error"><value expr="_event"/><exit/></catch>${page}`, { files })
  ).said.at(-1);
}
const say = (expression: string, before = ''): string =>
  `<form><block>${before}<value expr="${expression}"/><exit/></block></form>`;

test('what a script declares are variables of the scope around it', async () => {
  const script = `<script>
    var a = 1; function twice(n) { return 2 * n; } let b = 2; const { c, d: [e] } = { c: 3, d: [4] };
    for (var i = 0; i &lt; 3; i++) { var inner = i; }
  </script>`;
  expect(await outcome(script + say("[twice(a), b, c, e, i, inner, document.twice(5)].join(' ')"))).toBe(
    '2 2 3 4 3 2 10',
  );
});

test('a function can be used above its declaration, and can call itself', async () => {
  const script = '<script>var f = fac(5); function fac(n) { return n &lt; 2 ? 1 : n * fac(n - 1); }</script>';
  expect(await outcome(script + say('f'))).toBe('120');
});

test('a script of another file runs like one in the page', async () => {
  expect(
    await outcome('<script src="lib.js"/>' + say('greet()'), {
      'lib.js': 'function greet() { return "hi"; }',
    }),
  ).toBe('hi');
});

test('an assignment in a script reaches the variable of the scope that declared it', async () => {
  const page = `<var name="n" expr="1"/>` + say('document.n', '<script>n = 5;</script>');
  expect(await outcome(page)).toBe('5');
});

test.each([
  ['a name that is not declared', say('nothing')],
  ['an assignment to a name that is not declared', say('1', '<assign name="nothing" expr="1"/>')],
  ['a syntax error', say('1 +')],
  ['an expression that closes the frame around it', say('1); } return (2')],
  ['a script with a syntax error', `<script>function {</script>${say('1')}`],
  ['a variable name with an underscore in front', say('1', '<var name="_CB_SERVICE_ID"/>')],
  ['a variable name that is a path', say('1', '<var name="a.b" expr="1"/>')],
  ['a thrown object', say('(function () { throw { a: 1 }; })()')],
])('%s is error.semantic', async (_, page) => {
  expect(await outcome(page)).toBe('error.semantic');
});

test('typeof of a name that is not declared is "undefined"', async () => {
  expect(await outcome(say('typeof nothing + typeof session'))).toBe('undefinedobject');
});

test('session variables can be read at any depth and never written', async () => {
  const session = { connection: { remote: { uri: 'tel:+15551234' } } };
  const read = '<form><block><value expr="session.connection.remote.uri"/><exit/></block></form>';
  expect((await browse(read, { session })).said).toEqual(['tel:+15551234']);
  for (const write of ["session.connection.remote.uri = ''", 'connection = 1']) {
    const page = `<catch event="error.semantic">refused<exit/></catch><form><block><script>${write}</script></block></form>`;
    expect((await browse(page, { session })).said).toEqual(['refused']);
  }
});

test('the scripts of a call see nothing of the host', async () => {
  const names = ['process', 'require', 'fetch', 'setTimeout', 'console', 'std', 'os'];
  expect(await outcome(say(names.map((name) => `typeof ${name}`).join(' + ')))).toBe(
    'undefined'.repeat(names.length),
  );
});

test('an endless loop is cut off, and the page can still say a sentence', async () => {
  expect(await outcome(say('1', '<script>while (true) {}</script>'))).toBe('error.semantic');
});

test('a script that eats memory or the stack is cut off, and other calls go on', async () => {
  const eater = 'var l = []; while (true) l.push([l.length]);';
  expect(await outcome(say('1', `<script>${eater}</script>`))).toBe('error.semantic');
  expect(await outcome(say('1', '<script>function f() { return 1 + f(); } f();</script>'))).toBe(
    'error.semantic',
  );
  expect(await outcome(say('6 * 7'))).toBe('42');
});

test('a value that cannot leave the engine is error.semantic where it would', async () => {
  expect(await outcome('<form><block><exit expr="document"/></block></form>')).toBe('error.semantic');
});
