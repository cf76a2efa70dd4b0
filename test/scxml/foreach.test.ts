import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const looped = (loop: string, data = ''): Promise<ChartSession> =>
  ChartSession.started(
    w3c(
      `<datamodel><data id="list" expr="['a', 'b', 'c']"/>${data}</datamodel><state id="s"><onentry>${loop}</onentry></state>`,
    ),
  );

test('every item comes with its index, in order', async () => {
  const session = await looped(
    '<foreach array="list" item="one" index="at"><log expr="at + one"/></foreach>',
  );
  expect(session.logs).toEqual(['0a', '1b', '2c']);
});

test('the variables of the loop are declared by it and stay', async () => {
  const session = await looped('<foreach array="list" item="one" index="at"/>');
  expect(session.data).toMatchObject({ one: 'c', at: 2 });
});

test('what happens to the array meanwhile does not change the loop', async () => {
  const session = await looped('<foreach array="list" item="one"><script>list.push(one);</script></foreach>');
  expect(session.data['list']).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('loops inside of loops keep apart', async () => {
  const session = await looped(
    `<foreach array="list" item="x"><foreach array="[1, 2]" item="y"><log expr="x + y"/></foreach></foreach>`,
  );
  expect(session.logs).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
});

describe('is an error and ends the block', () => {
  test.each([
    ['something that is no array', '<foreach array="5" item="one"><log expr="one"/></foreach>'],
    ['an item that is no name', '<foreach array="list" item="a b"><log expr="1"/></foreach>'],
    ['an error inside', '<foreach array="list" item="one"><log expr="missing"/></foreach>'],
  ])('%s', async (_, loop) => {
    const session = await looped(`${loop}<log expr="'after'"/>`);
    expect(session.errors).toHaveLength(1);
    expect(session.logs).toEqual([]);
  });
});
