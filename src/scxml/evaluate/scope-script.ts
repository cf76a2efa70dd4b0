/**
 * The part of the data model that lives in the script context. One scope object holds a session's data; every
 * expression is a function of it with `with`, so that an assignment changes the variable and not the context.
 */
export const scopeScript = `(() => {
  'use strict';
  const { create, keys, defineProperty, freeze, isFrozen } = Object;
  const { parse, stringify } = JSON;
  const makeFunction = Function;
  const slice = Array.prototype.slice;
  const isArray = Array.isArray;
  const globals = globalThis;
  let scope = create(null);
  let loop = [];
  const compiled = new Map();
  const baseline = new Set(Reflect.ownKeys(globals));
  const system = new Set(['_event', '_sessionid', '_name', '_ioprocessors', '_x', '_genesys', '_data', 'In']);
  const compile = (kind, text) => {
    const source = kind === 'value' ? text.replace(/;\\s*$/, '') : text;
    const key = kind + source;
    let made = compiled.get(key);
    if (!made) {
      made = makeFunction('__scope', kind === 'value' ? 'with (__scope) { return (' + source + '\\n); }' : 'with (__scope) { ' + source + '\\n }');
      compiled.set(key, made);
    }
    return made;
  };
  const lock = (name, value) => defineProperty(scope, name, { value, enumerable: false, configurable: true, writable: false });
  /** What a script put into the context itself becomes data of the session. */
  const sweep = () => {
    const found = Reflect.ownKeys(globals);
    if (found.length === baseline.size) return;
    for (const key of found) {
      if (baseline.has(key)) continue;
      if (typeof key === 'string') scope[key] = globals[key];
      delete globals[key];
    }
  };
  const rootOf = (location) => (/^\\s*([A-Za-z_$][\\w$]*)/.exec(location) || [])[1];
  const api = {
    begin(text, settings) {
      scope = create(null);
      loop = [];
      for (const [key, value] of Object.entries(parse(text))) scope[key] = value;
      for (const id of settings.declared) if (!(id in scope)) scope[id] = undefined;
      lock('_sessionid', settings.sessionId);
      lock('_name', settings.name);
      lock('_ioprocessors', freeze({ scxml: freeze({ location: settings.sessionId }), 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor': freeze({ location: '#_scxml_' + settings.sessionId }) }));
      lock('_x', freeze({ params: settings.params }));
      lock('In', (state) => __in(String(state)));
      lock('_event', undefined);
      lock('_genesys', genesys(settings));
      if (settings.ors) lock('_data', scope);
      if (settings.functions) compile('run', settings.functions)(scope);
    },
    end() {
      sweep();
      const data = {};
      const declared = [];
      for (const key of keys(scope)) {
        const value = scope[key];
        if (typeof value === 'function') continue;
        declared.push(key);
        if (value !== undefined) data[key] = value;
      }
      return stringify({ data, declared });
    },
    event(event) {
      if (event === null) return void lock('_event', undefined);
      const { name, type, sendid, origin, origintype, invokeid, data } = event;
      lock('_event', { name, type, sendid, origin, origintype, invokeid, data });
    },
    evaluateInto(id, source) { scope[id] = compile('value', source)(scope); },
    declare(id) { if (!(id in scope)) scope[id] = undefined; },
    set(id, value) { scope[id] = value; },
    unset(id) { scope[id] = undefined; },
    value(source) { return compile('value', source)(scope); },
    truth(source) { return !!compile('value', source)(scope); },
    assign(location, source) {
      const root = rootOf(location);
      if (root === undefined || !(root in scope) || system.has(root)) throw new ReferenceError(location + ' cannot be assigned');
      compile('run', location + ' = (' + source.replace(/;\\s*$/, '') + '\\n);')(scope);
      sweep();
    },
    assignValue(location, value) {
      const root = rootOf(location);
      if (root === undefined || !(root in scope) || system.has(root)) throw new ReferenceError(location + ' cannot be assigned');
      loop.push(value);
      scope.__value = value;
      try { compile('run', location + ' = __value;')(scope); } finally { loop.pop(); delete scope.__value; }
    },
    run(source, names) {
      for (const name of names) if (!(name in scope)) scope[name] = undefined;
      compile('run', source)(scope);
      sweep();
    },
    array(source) {
      const list = compile('value', source)(scope);
      if (!isArray(list)) throw new TypeError('not an array');
      loop.push(slice.call(list));
      return list.length;
    },
    item(position, item, index) {
      scope[item] = loop[loop.length - 1][position];
      if (index !== null) scope[index] = position;
    },
    done() { loop.pop(); },
  };
  const genesys = (settings) => {
    const root = create(null);
    const place = (path, value) => {
      const parts = path.split('.').slice(1);
      const last = parts.pop();
      let at = root;
      for (const part of parts) at = at[part] || (at[part] = create(null));
      at[last] = value;
    };
    for (const path of keys(settings.constants)) place(path, freeze(settings.constants[path]));
    for (const path of keys(settings.functions_)) place(path, (...list) => { __queue(settings.functions_[path], list.map((one) => (one === undefined ? null : one))); });
    const ixn = root.ixn || (root.ixn = create(null));
    defineProperty(ixn, 'interactions', { get: () => __read('interactions') });
    return root;
  };
  defineProperty(globals, '__api', { value: freeze(api) });
  for (const name of ['__api', '__in', '__read', '__queue']) baseline.add(name);
})()`;
