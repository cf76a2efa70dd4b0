/**
 * ORS: `_genesys.ixn.interactions`, by id or 0, whose `udata` may be assigned to: `(functions, queue) => ...`. A pair
 * that is assigned or deleted asks for what `setuData` and `deleteuData` ask for, and is seen as such in the same step.
 */
export const callViewScript = `(functions, queue) => {
  'use strict';
  const { create, entries, keys, defineProperty } = Object;
  const { set: setPair, deleteProperty } = Reflect;
  const Mirror = Proxy;
  const sets = functions['_genesys.ixn.setuData'];
  const deletes = functions['_genesys.ixn.deleteuData'];
  const place = /^\\s*_genesys\\s*\\.\\s*ixn\\s*\\.\\s*interactions\\s*\\[.*\\]\\s*\\.\\s*udata\\b/s;
  /** By call: the pairs that this step has assigned; undefined for one it has deleted. */
  let written = create(null);
  const note = (id, key, value) => { (written[id] ||= create(null))[key] = value; };
  const pairsOf = (id, pairs) => {
    for (const [key, value] of entries(written[id] || {}))
      if (value === undefined) delete pairs[key];
      else pairs[key] = value;
    return new Mirror(pairs, {
      set(target, key, value) {
        note(id, key, value);
        queue(sets, [{ [key]: value === undefined ? null : value }, id]);
        return setPair(target, key, value);
      },
      deleteProperty(target, key) {
        note(id, key, undefined);
        queue(deletes, [key, id]);
        return deleteProperty(target, key);
      },
    });
  };
  return {
    isUserData: (location) => sets !== undefined && place.test(location),
    forget() { written = create(null); },
    views(found) {
      const ids = keys(found);
      for (const id of ids) {
        const pairs = pairsOf(id, found[id].udata || {});
        defineProperty(found[id], 'udata', {
          enumerable: true,
          get: () => pairs,
          set(given) { for (const [key, value] of entries(given || {})) pairs[key] = value; },
        });
      }
      if (ids.length > 0) defineProperty(found, '0', { value: found[ids[0]] });
      return found;
    },
  };
}`;
