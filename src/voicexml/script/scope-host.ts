import { documentSource } from './document-source.ts';

/** As a text inside the source. */
const lateDocumentSource = JSON.stringify(`'use strict';${documentSource}\nreturn documentOf;`);

/**
 * The part of the browser that lives inside the script engine: the variable scopes of a call, and everything that
 * reads or writes them. It evaluates to `(begin) -> (text) -> string`: a command comes as one JSON text of the time, the
 * chance, its name and what it takes, since each way across the fence costs more than most expressions.
 *
 * A scope is an object without prototype. Code of a page runs as a function with one `with` for each scope, outermost
 * first: so an assignment changes the variable of the scope that declared it, `typeof` of an undeclared name is
 * "undefined" and its plain use an error (VoiceXML 2.1 §5.1.2). A proxy or a prototype chain would break one of these.
 */
export const scopeHostSource = String.raw`(function (begin) {
  'use strict';
  const objects = new Map();
  const compiled = new Map();
  const { stringify, parse } = JSON;
  const { create, defineProperty, keys } = Object;
  const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
  let last = 0;

  const keep = (object) => (objects.set(++last, object), last);

  // Function makes sloppy code, as "with" needs. An expression is first compiled alone, so that no closing bracket
  // in it can end the frame around it.
  function compile(kind, code, depth) {
    const key = kind + depth + ' ' + code;
    let run = compiled.get(key);
    if (!run) {
      if (kind === 'expression') Function('return (' + code + '\n)');
      let body = kind === 'expression' ? 'return (' + code + '\n)' : code;
      for (let at = depth - 1; at >= 0; at--) body = 'with ($scopes[' + at + ']) {' + body + '\n}';
      run = Function('$scopes', body);
      // Code of one call can leave nothing for another in a function that is frozen.
      for (const one of [run, run.prototype]) Object.freeze(one);
      if (compiled.size >= 500) compiled.clear();
      compiled.set(key, run);
    }
    return run;
  }
  const run = (kind, code, scopes) => compile(kind, code, scopes.length).call(undefined, scopes);
  const scopesOf = (chain) => chain.map((id) => objects.get(id));
  const evaluate = (chain, expression) => run('expression', expression, scopesOf(chain));
  const innermost = (chain) => objects.get(chain[chain.length - 1]);

  // Page scripts may read the session's variables and never write them (§5.1.2).
  function locked(value) {
    if (value === null || typeof value !== 'object') return value;
    const copy = Array.isArray(value) ? [] : create(null);
    for (const name of keys(value)) lock(copy, name, locked(value[name]));
    return Object.preventExtensions(copy);
  }
  function lock(object, name, value) {
    defineProperty(object, name, {
      enumerable: true,
      get: () => value,
      set() { throw new TypeError(name + ' of the session cannot be written'); },
    });
  }

  // What a path through a grammar means with tag format semantics/1.0 (SISR 1.0 §3.3): each rule has "out"; a rule
  // without tags of its own takes the value of the last rule it used that had some, else its keys.
  function meaning(steps) {
    const stack = [openRule()];
    for (const step of steps) {
      const rule = stack[stack.length - 1];
      if (step.kind === 'enter') stack.push(openRule());
      else if (step.kind === 'key') for (const one of stack) one.text += step.key;
      else if (step.kind === 'leave') {
        stack.pop();
        const value = leaveRule(rule, stack[stack.length - 1], step.rule);
        if (stack.length === 1) return value;
      } else runTag(rule, step);
    }
  }
  const about = (text) => ({ text, score: 1 });
  function openRule() {
    const rule = { text: '', tagged: false, used: undefined };
    rule.frame = { out: {}, rules: {}, meta: { current: () => about(rule.text) } };
    return rule;
  }
  // A variable that a tag declares is there for the later tags of its rule.
  function runTag(rule, step) {
    if (step.kind === 'tag' || step.kind === 'value') rule.tagged = true;
    if (step.kind === 'value') return void (rule.frame.out = step.value);
    if (step.literal) return void (rule.frame.out = step.text);
    for (const name of step.names) if (!has(rule.frame, name)) rule.frame[name] = undefined;
    run('tag', step.code, [rule.frame]);
  }
  function leaveRule(rule, user, name) {
    const meant = rule.tagged ? { value: rule.frame.out } : rule.used;
    const value = meant ? meant.value : rule.text;
    const { rules, meta } = user.frame;
    rules[name] = value;
    meta[name] = about(rule.text);
    rules.latest = () => value;
    meta.latest = () => about(rule.text);
    user.used = meant ?? user.used;
    return value;
  }

  // Compiled for the first document: few calls have one.
  let makeDocument;
  function documentOf(tree) {
    makeDocument ??= Function('create', 'defineProperty', 'keys', ${lateDocumentSource})(create, defineProperty, keys);
    return makeDocument(tree);
  }

  const commands = {
    scope(names) {
      const scope = create(null);
      for (const name of names) scope[name] = scope;
      return keep(scope);
    },
    session(variables) {
      const scope = create(null);
      lock(scope, 'session', scope);
      for (const name of keys(variables)) if (name !== 'session') lock(scope, name, locked(variables[name]));
      return keep(Object.preventExtensions(scope));
    },
    reset() {
      objects.clear();
      last = 0;
      // Its functions are not frozen.
      makeDocument = undefined;
    },
    free(ids) { for (const id of ids) objects.delete(id); },
    evaluate,
    text: (chain, expression) => String(evaluate(chain, expression)),
    test: (chain, expression) => Boolean(evaluate(chain, expression)),
    declare(chain, name, expression) {
      innermost(chain)[name] = expression === null ? undefined : evaluate(chain, expression);
    },
    assign(chain, path, expression) {
      const root = path.split(/[.\[]/, 1)[0].trim();
      if (!scopesOf(chain).some((scope) => root in scope)) throw new ReferenceError(root + ' is not declared');
      for (const part of [path, expression]) compile('expression', part, chain.length);
      evaluate(chain, path + ' = (' + expression + '\n)');
    },
    script(chain, code, names) {
      const scope = innermost(chain);
      for (const name of names) if (!has(scope, name)) scope[name] = undefined;
      run('script', code, scopesOf(chain));
    },
    get: (scope, name) => objects.get(scope)[name],
    isUndefined: (scope, name) => objects.get(scope)[name] === undefined,
    set(scope, name, value) { objects.get(scope)[name] = value; },
    unset(scope, name) { objects.get(scope)[name] = undefined; },
    has: (scope, name) => has(objects.get(scope), name),
    hold: (chain, expression) => keep({ value: evaluate(chain, expression) }),
    collect(chain, names) {
      const values = {};
      for (const name of names) values[name] = evaluate(chain, name);
      return keep({ value: values });
    },
    put(scope, name, held) {
      objects.get(scope)[name] = objects.get(held).value;
      objects.delete(held);
    },
    result(scope, name, results) {
      const list = results.map((one) => Object.assign({}, one));
      const { markname, marktime } = objects.get(scope)[name] ?? {};
      objects.get(scope)[name] = Object.assign(list, results[0], { markname, marktime });
      return { markname, marktime };
    },
    array(chain, expression) {
      const value = evaluate(chain, expression);
      if (!Array.isArray(value)) throw new TypeError('foreach needs an array');
      return [keep({ value: value.slice() }), value.length];
    },
    element(chain, name, held, index) {
      const scope = scopesOf(chain).findLast((one) => has(one, name)) ?? innermost(chain);
      scope[name] = objects.get(held).value[index];
    },
    document(chain, name, tree) { innermost(chain)[name] = documentOf(tree); },
    mark(scope, name, mark) {
      const results = objects.get(scope)[name];
      if (results) Object.assign(results, { markname: mark?.name, marktime: mark?.ms });
      else if (mark) objects.get(scope)[name] = Object.assign([], { markname: mark.name, marktime: mark.ms });
    },
    meaning,
  };

  return (text) => {
    const [now, seed, command, list] = parse(text);
    begin(now, seed);
    const value = commands[command].apply(undefined, list);
    return value === undefined ? 'undefined' : stringify(value) ?? 'null';
  };
})`;
