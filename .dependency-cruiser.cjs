// Who may import whom (ARCHITECTURE.md). `only` names what a folder may import besides itself and packages.
const only = (folder, allowed) => ({
  name: `${folder}-layer`,
  comment: `src/${folder} may import ${allowed.length ? allowed.join(', ') : 'nothing'} of ours`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((name) => `^src/${name}/`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    only('core', []),
    only('config', ['core', 'callback']),
    only('drawing', ['core']),
    only('sandbox', ['core']),
    only('scxml', ['core', 'sandbox', 'drawing']),
    only('voicexml', ['core', 'sandbox']),
    only('callback', ['core', 'switch']),
    only('routing', ['core', 'callback']),
    only('store', ['core', 'callback', 'routing']),
    only('switch', ['core', 'callback']),
    only('app', ['core', 'callback', 'routing', 'store', 'switch']),
    only('strategy', ['core', 'callback', 'routing', 'store', 'switch', 'app', 'scxml', 'drawing']),
    only('voice', ['core', 'voicexml', 'switch', 'app', 'sandbox']),
    only('dialog', ['core', 'app', 'callback', 'store', 'drawing']),
    only('simulation', ['core', 'switch']),
    only('report', ['core', 'callback', 'routing', 'store']),
    only('http', ['core', 'app', 'callback', 'routing', 'store', 'switch', 'config', 'report', 'drawing']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
