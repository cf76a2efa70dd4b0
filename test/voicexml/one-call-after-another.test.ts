import { expect, test } from 'vitest';

import { browse } from './browse.ts';

const data = '<data name="d" src="d.xml"/>';
const files = { 'd.xml': '<d><e/></d>' };

/** What the second of two calls sees of the first, page for page in the same engine. */
async function secondSees(first: string, look: string): Promise<string | undefined> {
  await browse(`<form><block>${first}<exit/></block></form>`, { files });
  const page = `<form><block>${look}<exit/></block></form>`;
  return (
    await browse(`<catch event="error"><value expr="_event"/><exit/></catch>${page}`, { files })
  ).said.at(-1);
}

test.each([
  ['a variable that a script did not declare', '<script>left = 1;</script>', 'typeof left'],
  ['a variable of the page', '<var name="left" expr="1"/>', 'typeof left'],
  ['a property of the global object', '<script>globalThis.left = 1;</script>', 'typeof left'],
  [
    'what code leaves in its own function',
    '<script>arguments.callee.left = 1;</script>',
    'typeof arguments.callee.left',
  ],
  ['what eval declares', '<script>(0, eval)("let left = 1");</script>', 'typeof left'],
])('the next call sees nothing of %s', async (_, first, look) => {
  expect(await secondSees(first, `<value expr="${look}"/>`)).toBe('undefined');
});

test('the next call sees nothing of what was put into the functions of a document', async () => {
  const leave = `${data}<script>d.getElementsByTagName.left = 1;</script>`;
  expect(await secondSees(leave, `${data}<value expr="typeof d.getElementsByTagName.left"/>`)).toBe(
    'undefined',
  );
});

test('the same code in the next call means that call’s variables', async () => {
  const page = (value: string): string => `<var name="mine" expr="'${value}'"/><value expr="mine"/>`;
  await browse(`<form><block>${page('first')}</block></form>`);
  expect((await browse(`<form><block>${page('second')}</block></form>`)).said).toEqual(['second']);
});
