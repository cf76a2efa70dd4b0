/**
 * ORS: what is one object under two names is one object after the event too, and dates and functions are kept at any
 * depth: Composer's documents hold their system variables under two names. `(expressionOf, remake) => ({ note, restore })`.
 * Places are JSON lists of keys after a "=", which begins no name; what stands at one is another place, or an expression.
 */
export const keptIdentityScript = `(expressionOf, remake) => {
  'use strict';
  const { keys, entries } = Object;
  const { parse, stringify } = JSON;
  const placeOf = (seen, value, key) => {
    const path = [];
    for (let at = { owner: value, key }; at; at = seen.get(at.owner)) if (at.key !== undefined) path.unshift(at.key);
    return stringify(path);
  };
  const note = (data, expressions) => {
    const seen = new Map([[data, undefined]]);
    const waiting = [data];
    while (waiting.length > 0) {
      const owner = waiting.pop();
      for (const key of keys(owner)) {
        const value = owner[key];
        if (Object(value) !== value) continue;
        const source = expressionOf(value);
        if (source !== null) {
          // Those of the first two levels are kept anyway.
          const isDeep = owner !== data && seen.get(owner).owner !== data;
          if (isDeep && !source.includes('[native code]')) expressions['=' + placeOf(seen, owner, key)] = source;
        } else if (seen.has(value)) expressions['=' + placeOf(seen, owner, key)] = placeOf(seen, value);
        else {
          seen.set(value, { owner, key });
          waiting.push(value);
        }
      }
    }
  };
  const at = (data, path) => path.reduce((value, key) => value[key], data);
  const restore = (data, expressions) => {
    for (const [place, source] of entries(expressions)) {
      if (place[0] !== '=') continue;
      const path = parse(place.slice(1));
      const key = path.pop();
      try { at(data, path)[key] = source[0] === '[' ? at(data, parse(source)) : remake(source); } catch { /* It stays as it is. */ }
    }
  };
  return { note, restore };
}`;
