import { DEEPEST_VALUE } from '../../sandbox/json-depth.ts';
import { callViewScript } from '../ors/call-view.ts';
import { genesysReadsScript } from '../ors/genesys-reads.ts';
import { keptIdentityScript } from '../ors/kept-identity.ts';

/**
 * The part of the data model that lives in the script context: `(setInputs, isIn, queue, read, dom, settings) => (commands)`.
 * Commands come as JSON, many at once; the value of the last one is answered as JSON, since each way across the fence
 * costs more than most expressions. `end` alone ends the turn of the session: what is left of it, after "-" when the
 * context cannot be cleaned.
 * One scope object holds a session's data; every expression is a function of it with `with`, so that an assignment
 * changes the variable and not the context. What is made here once is shared by all sessions, hence frozen.
 */
export const scopeScript = `(setInputs, isIn, queue, read, dom, settings) => {
  'use strict';
  const { create, keys, entries, defineProperty, freeze, getPrototypeOf, hasOwn } = Object;
  const { ownKeys, deleteProperty } = Reflect;
  const { parse, stringify } = JSON;
  const makeFunction = Function;
  const sourceOf = Function.prototype.toString;
  const slice = Array.prototype.slice;
  const { isArray } = Array;
  const { toISOString } = Date.prototype;
  const plain = Object.prototype;
  const list = Array.prototype;
  const globals = globalThis;
  const baseline = new Set(ownKeys(globals));
  const system = new Set(['_event', '_sessionid', '_name', '_ioprocessors', '_x', '_genesys', '_data', 'In']);
  let scope = create(null);
  /** ORS: variables of scripts that have the names of data: those are another thing. In the snapshot "var:name". */
  let shadow = create(null);
  const dataIds = new Set(settings.dataIds);
  const nameOf = (kept) => (settings.ors && kept.startsWith('var:') ? kept.slice(4) : null);
  let loops = [];
  let session = null;
  let marked = null;
  /** False once a session left something behind that cannot be taken away. */
  let clean = true;

  const MOST_COMPILED = 5000;
  const compiled = new Map();
  const frame = settings.ors ? 'with (__scope) with (__shadow) { ' : 'with (__scope) { ';
  const made = (key, head, body, tail) => {
    let run = compiled.get(key + body);
    if (run) return run;
    // Alone first: no bracket in it can end the frame around it.
    makeFunction(head + body + tail);
    run = makeFunction('__scope', '__value', '__shadow', frame + head + body + tail + ' }');
    freeze(run.prototype);
    freeze(run);
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(key + body, run);
    return run;
  };
  const trimmed = (text) => text.replace(/;\\s*$/, '');
  const evaluate = (text) => made('value ', 'return (', trimmed(text), '\\n);')(scope, undefined, shadow);
  const execute = (text) => made('run ', '', text, '\\n')(scope, undefined, shadow);

  /** What a script put into the context itself becomes data of the session. */
  const sweep = () => {
    if (getPrototypeOf(globals) !== plain) clean = false;
    const found = ownKeys(globals);
    if (found.length === baseline.size) return;
    for (const key of found) {
      if (baseline.has(key)) continue;
      if (typeof key === 'string') scope[key] = globals[key];
      if (!deleteProperty(globals, key)) clean = false;
    }
  };

  const genesys = create(null);
  const place = (path, value) => {
    const [last, ...above] = path.split('.').slice(1).reverse();
    let at = genesys;
    for (const part of above.reverse()) at = at[part] || (at[part] = create(null));
    at[last] = value;
  };
  for (const [path, value] of entries(settings.constants)) place(path, value);
  for (const [path, kind] of entries(settings.functions))
    place(path, (...list) => { queue(kind, list.map((one) => (one === undefined ? null : one))); });
  const calls = (${callViewScript})(settings.functions, queue);
  const interactions = freeze(() => calls.views(read('interactions')));
  (${genesysReadsScript})(place, read, interactions);
  defineProperty(genesys.ixn, 'interactions', { enumerable: true, get: interactions });
  defineProperty(genesys.ixn, 'firstixnid', { get: freeze(() => keys(interactions())[0]) });
  const freezeAll = (value) => {
    if (Object(value) !== value) return;
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) freezeAll(inner);
    freeze(value);
  };
  freezeAll(genesys);
  /** What a session is given by the system, made when it is first looked at. SCXML 5.10 */
  let event;
  let params = null;
  let processors = null;
  const processorsOf = ({ sessionId, suffix }) => {
    const ours = freeze({ location: '#_scxml_' + sessionId });
    const http = () => freeze({ location: read('http').location + suffix });
    return freeze({
      scxml: ours,
      'http://www.w3.org/TR/scxml/#SCXMLEventProcessor': ours,
      get basichttp() { return http(); },
      get 'http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor'() { return http(); },
    });
  };
  /** All scopes inherit from it: it is the same for all sessions, and what it gets is that of the one whose turn it is. */
  const names = create(null);
  const offer = (name, get) => defineProperty(names, name, { get: freeze(get) });
  const isActive = freeze((state) => isIn(String(state)));
  offer('_sessionid', () => session.sessionId);
  offer('_name', () => settings.name);
  offer('_ioprocessors', () => (processors ??= processorsOf(session)));
  offer('_x', () => (params ??= freeze({ params: session.params })));
  offer('In', () => isActive);
  offer('_event', () => event);
  offer('_genesys', () => genesys);
  if (settings.ors) {
    offer('_data', () => scope);
    offer('__GetDocumentURL', () => () => read('document'));
    offer('__GetCurrentStates', () => () => read('states'));
    for (const [name, kind] of entries(settings.orsFunctions)) offer(name, () => (...list) => { queue(kind, list); });
  }
  freeze(names);

  /** What JSON has no form for, as an expression that makes it again; null for anything else. */
  const expressionOf = (value) => {
    if (typeof value === 'function') return sourceOf.call(value);
    if (typeof value !== 'object') return null;
    if (dom.isNode(value)) return value.toJSON();
    if (!(value instanceof Date)) return null;
    try { return 'new Date("' + toISOString.call(value) + '")'; } catch { return 'new Date(NaN)'; }
  };
  const remake = (source) => {
    // No expression begins like this.
    if (source[0] === '<') return dom.parse(source);
    try { return evaluate(source); } catch { return Object.values(evaluate('({' + source + '})'))[0]; }
  };
  const identity = settings.ors ? (${keptIdentityScript})(expressionOf, remake) : null;
  /** Everything a session has, by the names of the snapshot. */
  const everything = () => {
    const all = create(null);
    for (const key of keys(scope)) all[key] = scope[key];
    for (const key of keys(shadow)) all['var:' + key] = shadow[key];
    return all;
  };
  /** Functions that are declared by the document: they are there in every step. */
  let declaredFunctions = create(null);

  const ownerOf = (location) => {
    if (calls.isUserData(location)) return;
    const data = settings.ors && /^\\s*_data\\s*[.[]/.test(location);
    const [, root] = /^\\s*([A-Za-z_$][\\w$]*)/.exec(location) || [];
    if (!data && (root === undefined || !(root in scope) || system.has(root))) throw new ReferenceError(location + ' cannot be assigned');
  };

  /** Of a value without circles. */
  const isDeep = (value) => {
    let level = [value];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > ${DEEPEST_VALUE}) return true;
      const next = [];
      for (const one of level) if (Object(one) === one) for (const key of keys(one)) next[next.length] = one[key];
      level = next;
    }
    return false;
  };

  /** Takes away whatever a session left in the context, however its step came out. False when that cannot be done. */
  const leave = () => {
    scope = create(null);
    shadow = create(null);
    loops = [];
    event = params = processors = null;
    calls.forget();
    if (getPrototypeOf(globals) !== plain) clean = false;
    const found = ownKeys(globals);
    // Those of the start cannot go: as many are the same.
    if (found.length === baseline.size) return clean;
    for (const key of found) if (!baseline.has(key) && !deleteProperty(globals, key)) clean = false;
    return clean;
  };
  const state = () => {
    sweep();
    const data = create(null);
    const declared = [];
    const expressions = create(null);
    const keep = (path, value) => {
      const source = expressionOf(value);
      if (source !== null && !source.includes('[native code]')) expressions[path] = source;
    };
    const all = settings.ors ? everything() : scope;
    for (const key of keys(all)) {
      const value = all[key];
      const known = declaredFunctions[key];
      if (known && typeof value === 'function' && sourceOf.call(value) === sourceOf.call(known)) continue;
      declared.push(key);
      if (typeof value === 'function' || value instanceof Date || dom.isNode(value)) keep(key, value);
      else if (value !== undefined) {
        data[key] = value;
        if (Object(value) === value) for (const inner of keys(value)) keep(key + '.' + inner, value[inner]);
      }
    }
    if (identity) identity.note(data, expressions);
    return { data, declared, made: expressions };
  };
  /** Objects whose content JSON has no form for. */
  const lostKinds = [Map, Set, WeakMap, WeakSet, WeakRef, Promise, RegExp, ArrayBuffer, DataView, getPrototypeOf(Int8Array)];
  /** Of a value without circles: something in it would be gone without a trace. */
  const isLost = (value) => {
    const waiting = [value];
    for (let at = 0; at < waiting.length; at++) {
      const one = waiting[at];
      if (typeof one === 'symbol') return true;
      if (typeof one !== 'object' || one === null) continue;
      const kind = getPrototypeOf(one);
      if (kind !== plain && kind !== null && kind !== list && lostKinds.some((lost) => one instanceof lost)) return true;
      for (const key of keys(one)) {
        const inner = one[key];
        if (typeof inner === 'object' || typeof inner === 'symbol') waiting[waiting.length] = inner;
      }
    }
    return false;
  };
  /** The end of a turn: the data, and a context as it was. */
  const end = () => {
    const left = state();
    const text = stringify(left);
    if (isLost(left.data)) throw new TypeError('a value has no form in JSON');
    return (leave() ? '' : '-') + text;
  };

  const api = {
    begin({ data, declared, made: expressions, now, seed, ...rest }) {
      setInputs(now, seed);
      api.fill(data, declared, expressions, rest);
    },
    fill(data, declared, expressions, rest) {
      session = rest;
      calls.forget();
      scope = create(names);
      shadow = create(null);
      loops = [];
      event = undefined;
      params = null;
      processors = null;
      if (settings.functionSources) execute(settings.functionSources);
      declaredFunctions = { __proto__: null, ...scope };
      if (identity) identity.restore(data, expressions);
      for (const id of declared) {
        const value = hasOwn(data, id) ? data[id] : undefined;
        const name = nameOf(id);
        if (name === null) scope[id] = value;
        else shadow[name] = value;
      }
      for (const [path, source] of entries(expressions)) {
        if (path[0] === '=') continue;
        const [, kept, inner] = /^([^.]*)\\.?(.*)$/s.exec(path);
        const name = nameOf(kept) ?? kept;
        const owner = name === kept ? scope : shadow;
        try {
          if (inner === '') owner[name] = remake(source);
          else owner[name][inner] = remake(source);
        } catch { /* It stays unset. */ }
      }
    },
    leave,
    /** Remembers the data as they are, if they have JSON. */
    mark() {
      try { marked = stringify(state()); } catch { marked = null; }
    },
    /** Puts the data back to what was marked: what a script did that was cut off is undone. */
    reset() {
      if (marked === null) return;
      const [keptEvent, keptLoops] = [event, loops];
      const { data, declared, made: expressions } = parse(marked);
      api.fill(data, declared, expressions, session);
      [event, loops] = [keptEvent, keptLoops];
    },
    /** Unsets the variables that have no JSON, and names them. */
    lose() {
      return [scope, shadow].flatMap((owner) => keys(owner).filter((key) => {
        try {
          stringify(owner[key]);
          if (!isDeep(owner[key]) && !isLost(owner[key])) return false;
        } catch { /* It has no JSON. */ }
        owner[key] = undefined;
        return true;
      }));
    },
    event({ name, type, sendid, origin, origintype, invokeid, data, raw, xml }) {
      const seen = xml === true ? dom.parse(data) : data;
      if (isArray(xml)) for (const key of xml) defineProperty(seen, key, { value: dom.parse(seen[key]), enumerable: true });
      event = { name, type, sendid, origin, origintype, invokeid, data: seen, raw };
    },
    declare(id) { if (!(id in scope)) scope[id] = undefined; },
    set(id, value) { scope[id] = value; },
    setXml(id, xml) { scope[id] = dom.parse(xml); },
    evaluateInto(id, source) { scope[id] = evaluate(source); },
    value: evaluate,
    given: (source) => {
      const value = evaluate(source);
      return dom.isNode(value) ? [value.toJSON(), true] : [value, false];
    },
    truth: (source) => !!evaluate(source),
    assign(location, source) {
      ownerOf(location);
      made('assign ' + location, location + ' = (', trimmed(source), '\\n);')(scope, undefined, shadow);
      sweep();
    },
    assignValue(location, value) {
      ownerOf(location);
      made('set ', '', location + ' = __value;', '')(scope, value, shadow);
    },
    assignXml(location, xml) { api.assignValue(location, dom.parse(xml)); },
    run(source, names) {
      for (const name of names) {
        const owner = settings.ors && dataIds.has(name) ? shadow : scope;
        if (!(name in owner)) owner[name] = undefined;
      }
      execute(source);
      sweep();
    },
    array(source) {
      const list = evaluate(source);
      if (!isArray(list)) throw new TypeError('not an array');
      loops.push(slice.call(list));
      return list.length;
    },
    item(position, item, index) {
      scope[item] = loops[loops.length - 1][position];
      if (index !== null) scope[index] = position;
    },
    done() { loops.pop(); },
  };
  return (commands) => {
    if (commands === 'end') return end();
    let value;
    for (const [command, ...list] of parse(commands)) value = api[command](...list);
    return stringify(value);
  };
}`;
