import {
  type ArrayExpression,
  type CallExpression,
  type Expression,
  type Literal,
  type MemberExpression,
  type ObjectExpression,
  type Pattern,
  type PrivateIdentifier,
  type TemplateLiteral,
} from 'acorn';

import type { Json, JsonObject } from '../../core/json.ts';
import {
  asJson,
  binaryOperators,
  isObject,
  notPlain,
  propertyOf,
  text,
  unaryOperators,
  type Plain,
} from './plain-operators.ts';
import { parseExpression } from './script-source.ts';

/** What names in a plain expression stand for. */
export interface PlainNames {
  /** Throws NotPlain for a name it does not know. */
  read(name: string): Plain;
  /** `_x.params`: what the session was started with. */
  params(): Plain;
  isActive(state: string): boolean;
}

/** Throws NotPlain where its value depends on more than JSON can say. */
export type PlainExpression = (names: PlainNames) => Plain;

/** A location such as `customer.tries`: a variable, and the keys that lead from it to the place. */
export interface PlainLocation {
  name: string;
  keys: PlainExpression[];
}

/**
 * An expression that only reads, compares, adds and makes plain values, as a function; null for any other. It says
 * what ECMAScript says or throws NotPlain: it calls nothing, changes nothing, looks into no prototype and cannot loop.
 */
export function plainExpression(source: string): PlainExpression | null {
  const node = parsed(source);
  return node && compile(node);
}

/** Null when assigning to it is more than changing the value of a plain property. */
export function plainLocation(source: string): PlainLocation | null {
  // A comment could end the line that the assignment stands on.
  const node = /\/[/*]/.test(source) ? null : parsed(source);
  return node && locationAt(node);
}

/** As `plainLocation`, of what stands on the left of an assignment. */
export function locationAt(place: Expression | Pattern): PlainLocation | null {
  const keys: PlainExpression[] = [];
  let node = place;
  while (node.type === 'MemberExpression') {
    const key = keyOf(node);
    if (!key || node.object.type === 'Super') return null;
    keys.unshift(key);
    node = node.object;
  }
  return node.type === 'Identifier' ? { name: node.name, keys } : null;
}

/** Characters. What is longer could be nested deeper than the stack of the thread is. */
export const LONGEST_SOURCE = 2_000;

function parsed(source: string): Expression | null {
  if (source.length > LONGEST_SOURCE) return null;
  const found = parseExpression(source);
  return 'expression' in found ? found.expression : null;
}

/** As `plainExpression`, of its tree. */
export function compile(node: Expression | PrivateIdentifier): PlainExpression | null {
  switch (node.type) {
    case 'Literal':
      return compileLiteral(node);
    case 'Identifier': {
      const { name } = node;
      return (names) => names.read(name);
    }
    case 'MemberExpression':
      return compileMember(node);
    case 'UnaryExpression': {
      const apply = unaryOperators[node.operator];
      return apply
        ? all(
            [node.argument],
            ([argument = no]) =>
              (names) =>
                apply(argument(names)),
          )
        : null;
    }
    case 'BinaryExpression': {
      const apply = binaryOperators[node.operator];
      if (!apply) return null;
      return all([node.left, node.right], ([left = no, right = no]) => {
        return (names) => apply(left(names), right(names));
      });
    }
    case 'LogicalExpression': {
      const isEnough = enough[node.operator];
      return all([node.left, node.right], ([left = no, right = no]) => (names) => {
        const value = left(names);
        return isEnough(value) ? value : right(names);
      });
    }
    case 'ConditionalExpression':
      return all(
        [node.test, node.consequent, node.alternate],
        ([test = no, yes = no, otherwise = no]) =>
          (names) =>
            test(names) ? yes(names) : otherwise(names),
      );
    case 'TemplateLiteral':
      return compileTemplate(node);
    case 'ArrayExpression':
      return compileArray(node);
    case 'ObjectExpression':
      return compileObject(node);
    case 'CallExpression':
      return compileCall(node);
    default:
      return null;
  }
}

const no: PlainExpression = () => notPlain();

const enough = {
  '&&': (value: Plain) => !value,
  '||': (value: Plain) => Boolean(value),
  '??': (value: Plain) => value !== null && value !== undefined,
};

function all(
  nodes: (Expression | PrivateIdentifier)[],
  make: (parts: PlainExpression[]) => PlainExpression,
): PlainExpression | null {
  const parts = nodes.map(compile);
  return parts.every((part) => part !== null) ? make(parts) : null;
}

function compileLiteral({ value }: Literal): PlainExpression | null {
  const constant = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return constant || value === null ? () => value : null;
}

function keyOf({ computed, optional, property }: MemberExpression): PlainExpression | null {
  if (optional) return null;
  if (!computed) return property.type === 'Identifier' ? () => property.name : null;
  const key = compile(property);
  return (
    key &&
    ((names) => {
      const value = key(names);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : notPlain();
    })
  );
}

function compileMember(node: MemberExpression): PlainExpression | null {
  if (node.object.type === 'Super') return null;
  const key = keyOf(node);
  if (isParams(node)) return key && ((names) => names.params());
  const object = compile(node.object);
  return object && key && ((names) => propertyOf(object(names), key(names) as string));
}

/** Of `_x` nothing else is plain. */
function isParams({ object, property, computed }: MemberExpression): boolean {
  const name = property.type === 'Identifier' && !computed ? property.name : null;
  return object.type === 'Identifier' && object.name === '_x' && name === 'params';
}

function compileTemplate({ quasis, expressions }: TemplateLiteral): PlainExpression | null {
  return all(expressions, (parts) => (names) => {
    const filled = parts.map((part, index) => {
      const value = part(names);
      return (isObject(value) ? notPlain() : String(value)) + (quasis[index + 1]?.value.cooked ?? '');
    });
    return text((quasis[0]?.value.cooked ?? '') + filled.join(''));
  });
}

function compileArray({ elements }: ArrayExpression): PlainExpression | null {
  const nodes = elements.filter((element) => element !== null && element.type !== 'SpreadElement');
  if (nodes.length < elements.length) return null;
  return all(nodes, (parts) => (names) => parts.map((part) => asJson(part(names))));
}

function compileObject({ properties }: ObjectExpression): PlainExpression | null {
  const keys: string[] = [];
  const nodes: Expression[] = [];
  for (const property of properties) {
    if (property.type === 'SpreadElement' || property.kind !== 'init') return null;
    const { key, computed, method, value } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    if (computed || method || !['Identifier', 'Literal'].includes(key.type) || name in Object.prototype)
      return null;
    keys.push(name);
    nodes.push(value);
  }
  return all(nodes, (parts) => (names) => {
    const made: JsonObject = {};
    for (const [index, part] of parts.entries()) made[keys[index] ?? ''] = asJson(part(names));
    return made;
  });
}

/** Of functions only `In`, SCXML §5.9.1. */
function compileCall({ callee, arguments: list, optional }: CallExpression): PlainExpression | null {
  const [only] = list;
  if (optional || callee.type !== 'Identifier' || callee.name !== 'In') return null;
  if (list.length !== 1 || !only || only.type === 'SpreadElement') return null;
  return all([only], ([state = no]) => (names) => {
    const id: Json | undefined = state(names);
    return typeof id === 'string' ? names.isActive(id) : notPlain();
  });
}
