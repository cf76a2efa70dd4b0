import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { meets, type Candidate } from '../../src/routing/meets.ts';
import { parseTarget } from '../../src/routing/target.ts';

const maria = {
  id: '1001',
  skills: { Billing: 3, English: 2, Sales: 0 },
  groups: ['Gold', 'Night'],
  place: 'Desk7',
};

function suits(text: string, agent: Candidate = maria): boolean {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.message}`);
  return meets(parsed.target, agent);
}

describe('a skill expression', () => {
  it.each([
    ['', true],
    ['   ', true],
    ['Billing > 2', true],
    ['Billing > 2 & English >= 3', false],
    ['Billing>2&English>=2', true],
    ['Billing > 9 | English = 2', true],
    ['Billing == 3', true],
    ['English != 2', false],
    ['English <= 2 & English < 3', true],
    ['!(Billing > 2)', false],
    ['!Spanish', true],
    ['Billing', true],
    ['Sales', false],
    ['1001', true],
    ['1002', false],
    ['1002 | Billing > 2 & English > 1', true],
    ['(1002 | Billing > 2) & English > 2', false],
    ['Ünïcode < 1', true],
    ['Billing > English', true],
    ['Billing + English = 5', true],
    ['Billing + English * 2 = 7', true],
    ['(Billing + English) * 2 = 10', true],
    ['10 - 3 - 2 = 5', true],
    ['8 / 2 / 2 = 2', true],
    ['2 < Billing & -Billing < -2', true],
    ['Billing > -2', true],
    ['Billing / Sales > 0 | Billing / Sales <= 0 | Billing / Sales != 1', false],
    ['!(Billing + 1 > 3) | !!Night', true],
    ['Gold', true],
    ['Silver', false],
  ])('"%s" takes Maria: %s', (text, expected) => {
    expect(suits(text)).toBe(expected);
  });

  it('accepts the wrappings of Genesys targets', () => {
    expect(suits('?:Billing>2@StatServer1.GA')).toBe(true);
    expect(suits('1001@.A')).toBe(true);
    expect(suits('(?:Billing>5@.GA) | (1001@stat.A)')).toBe(true);
    expect(suits('?:Billing>5@.GA | ?Experts:English > 1 & Billing@stat.GA')).toBe(true);
  });

  it('tells agents, groups and places apart by the type', () => {
    expect(suits('Gold@stat.GA')).toBe(true);
    expect(suits('Gold@stat.A')).toBe(false);
    expect(suits('1001@stat.GA')).toBe(false);
    expect(suits('Desk7@stat.AP')).toBe(true);
    expect(suits('Desk7')).toBe(false);
    expect(suits('Billing@stat.GA')).toBe(false);
    expect(suits('1002@.A | Gold@.GA & !Desk8@.AP')).toBe(true);
  });

  it.each([
    ['Billing >', 10, 'a level is expected'],
    ['Billing > (English > 1)', 12, 'a level is expected here, not a condition'],
    ['& Billing', 1, '"&" is not expected'],
    ['Billing English', 9, '"English" is not expected'],
    ['Billing > 2 and English', 13, '"and" is not expected here (did you mean "&"?)'],
    ['Billing => 2', 9, '"=>" is not a comparison (did you mean ">="?)'],
    ['Billing + 2', 1, 'a number is nobody: compare it'],
    ['1 < Billing & -3', 15, 'a number is nobody'],
    ['(Billing > 2', 13, 'closing parenthesis'],
    ['Billing > 2)', 12, '")" is not expected'],
    ['Billing # 2', 9, '"#" has no meaning'],
    ['Sales@stat.AG', 6, 'no targets of type "AG" here (did you mean "A"?)'],
    ['Sales@stat.GC', 6, 'no targets of type "GC" here'],
  ])('"%s" has a mistake at %i: %s', (text, at, message) => {
    const parsed = parseTarget(text);
    expect(parsed).toMatchObject({ ok: false, at });
    expect(!parsed.ok && parsed.message).toContain(message);
  });

  it('is refused, not followed, when it is nested or long beyond measure', () => {
    expect(parseTarget('('.repeat(1_900)).ok).toBe(false);
    expect(parseTarget('!'.repeat(1_900) + 'Billing').ok).toBe(false);
    expect(parseTarget('1'.repeat(5_000)).ok).toBe(false);
  });

  it('does not take the names of object members for skills', () => {
    expect(suits('constructor > 0')).toBe(false);
    expect(suits('__proto__')).toBe(false);
    expect(suits('toString = 0')).toBe(true);
  });

  it('is read or refused with a position inside the text, whatever it is', () => {
    const noise = fc.string({ unit: fc.constantFrom(...Array.from('AB12 .>=<!&|()@?:#\n')), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(noise, fc.string()), (text) => {
        const parsed = parseTarget(text);
        if (parsed.ok) expect(typeof meets(parsed.target, maria)).toBe('boolean');
        else expect(parsed.at >= 1 && parsed.at <= text.length + 1).toBe(true);
      }),
    );
  });

  it('means what its parts mean together', () => {
    const holds: Record<string, (level: number, wanted: number) => boolean> = {
      '>': (level, wanted) => level > wanted,
      '>=': (level, wanted) => level >= wanted,
      '<': (level, wanted) => level < wanted,
      '<=': (level, wanted) => level <= wanted,
      '=': (level, wanted) => level === wanted,
    };
    const skill = fc.constantFrom('Billing' as const, 'English' as const, 'Sales' as const);
    const comparison = fc
      .tuple(skill, fc.constantFrom(...Object.keys(holds)), fc.nat(5))
      .map(([name, operator, wanted]) => ({
        text: `${name} ${operator} ${wanted}`,
        value: holds[operator]?.(maria.skills[name], wanted) === true,
      }));
    const expression = fc.letrec<{ tree: { text: string; value: boolean } }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        comparison,
        // Without parentheses a conjunction binds closer: a & b | c is (a & b) | c.
        fc.tuple(comparison, comparison, comparison).map(([a, b, c]) => ({
          text: `(${a.text} & ${b.text} | ${c.text})`,
          value: (a.value && b.value) || c.value,
        })),
        fc.tuple(tie('tree'), fc.constantFrom('&', '|'), tie('tree')).map(([left, operator, right]) => ({
          text: `(${left.text} ${operator} ${right.text})`,
          value: operator === '&' ? left.value && right.value : left.value || right.value,
        })),
        tie('tree').map(({ text, value }) => ({ text: `!(${text})`, value: !value })),
      ),
    })).tree;
    fc.assert(
      fc.property(expression, ({ text, value }) => {
        expect(suits(text)).toBe(value);
      }),
    );
  });
});
