/**
 * ORS: `uneval(value)` and `value.toSource()`, as Mozilla's engine had them: an expression that makes the value again.
 * Runs before the built-ins are frozen. What stands in itself is written `{}` there.
 */
export const sourceScript = `(() => {
  'use strict';
  const { defineProperty, keys } = Object;
  const { stringify } = JSON;
  const { getTime } = Date.prototype;
  const sourceOfFunction = Function.prototype.toString;
  const sourceOfPattern = RegExp.prototype.toString;
  const { isArray } = Array;
  const { apply } = Reflect;
  const key = (name) => (/^[A-Za-z_$][\\w$]*$/.test(name) ? name : stringify(name));
  const primitive = (value) => {
    if (value === undefined) return '(void 0)';
    if (typeof value === 'string') return stringify(value);
    if (typeof value === 'number' && Object.is(value, -0)) return '-0';
    return String(value);
  };
  const boxed = [[String, 'String'], [Number, 'Number'], [Boolean, 'Boolean']];
  const source = (value, around, inside) => {
    if (typeof value === 'function') return '(' + apply(sourceOfFunction, value, []) + ')';
    if (typeof value !== 'object' || value === null) return primitive(value);
    if (around.includes(value)) return isArray(value) ? '[]' : '{}';
    if (value instanceof Date) return '(new Date(' + apply(getTime, value, []) + '))';
    if (value instanceof RegExp) return apply(sourceOfPattern, value, []);
    if (value instanceof Error) return '(new ' + value.name + '(' + stringify(String(value.message)) + '))';
    for (const [type, name] of boxed)
      if (value instanceof type) return '(new ' + name + '(' + primitive(value.valueOf()) + '))';
    const within = [...around, value];
    if (isArray(value)) return '[' + Array.from(value, (one) => source(one, within, true)).join(', ') + ']';
    const inner = keys(value).map((name) => key(name) + ':' + source(value[name], within, true)).join(', ');
    return inside ? '{' + inner + '}' : '({' + inner + '})';
  };
  const offer = (object, name, value) => defineProperty(object, name, { value, writable: true, configurable: true });
  offer(globalThis, 'uneval', (value) => source(value, [], false));
  for (const prototype of [Object.prototype, Function.prototype])
    offer(prototype, 'toSource', function toSource() {
      const boxedHere = typeof this === 'object' ? this : Object(this);
      return source(typeof this === 'function' ? this : boxedHere, [], false);
    });
})()`;
