/** The layers of the house, kept by a tool. Each comment says what to do instead. */
const nodeBuiltIns =
  '^(node:)?(fs|fs/promises|child_process|http|https|http2|net|tls|dgram|os|process|timers|timers/promises|worker_threads|readline|url|path|stream|zlib|vm|module|perf_hooks|events|util)$'

export default {
  forbidden: [
    {
      name: 'engine-touches-no-world',
      comment:
        'The engine is pure: what it needs from outside arrives as an argument typed in engine/ports.ts. Move the call to providers/ or cmd/ and pass its result in.',
      severity: 'error',
      from: { path: '^engine/' },
      to: {
        path: [
          '^providers/',
          '^cmd/',
          '^test/',
          nodeBuiltIns,
          'node_modules/(axios|commander|hono|@hono|@azure|p-queue|execa|proper-lockfile|@inquirer|ansis)/',
        ],
      },
    },
    {
      name: 'schemas-decide-nothing',
      comment:
        'schemas/ holds what is written down and its validators. A domain decision belongs into engine/.',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { path: ['^engine/', '^providers/', '^cmd/', '^test/'] },
    },
    {
      name: 'providers-are-islands',
      comment:
        'An island imports no other island. Wire types of Partner Center may be shared as types; Partner Center, Graph and auth may use the front of providers/http; whoever keeps files may use providers/files. Anything else they share belongs into engine/.',
      severity: 'error',
      from: { path: '^providers/([^/]+)/' },
      to: {
        path: '^providers/',
        pathNot: [
          '^providers/$1/',
          '^providers/partner-center/wire/',
          '^providers/http/',
          '^providers/files/',
          '^providers/auth/index[.]ts$',
        ],
      },
    },
    {
      name: 'sandbox-shares-no-logic',
      comment:
        'The sandbox and the client are written apart, or both would be wrong together. Only wire types may be shared, and only as types.',
      severity: 'error',
      from: { path: '^providers/sandbox/' },
      to: { path: ['^providers/http/', '^providers/auth/', '^engine/'] },
    },
    {
      name: 'wire-types-only',
      comment: 'Another island may import wire shapes as types, never as code: write `import type`.',
      severity: 'error',
      from: { path: '^providers/(?!partner-center)' },
      to: { path: '^providers/partner-center/wire/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'providers-below-commands',
      comment: 'A provider never knows the command line; pass what it needs as an option.',
      severity: 'error',
      from: { path: '^providers/' },
      to: { path: ['^cmd/', 'node_modules/commander/'] },
    },
    {
      name: 'http-library-in-one-file',
      comment:
        'Only providers/http/transport.ts knows axios; send a request value through a transport instead.',
      severity: 'error',
      from: { pathNot: '^providers/http/transport[.]ts$' },
      to: { path: 'node_modules/axios/' },
    },
    {
      name: 'yaml-library-in-one-folder',
      comment: 'Only engine/load knows yaml; ask loadWorkspace.',
      severity: 'error',
      from: { pathNot: ['^engine/load/', '^test/', '^[.]tools/'] },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'schema-library-in-one-file',
      comment: 'Only schemas/ knows ajv; ask violationsOf.',
      severity: 'error',
      from: { pathNot: ['^schemas/', '^test/', '^[.]tools/'] },
      to: { path: 'node_modules/ajv' },
    },
    {
      name: 'reports-read-results-only',
      comment: 'A report is (result, options) => string. Do the work in the command and hand the result in.',
      severity: 'error',
      from: { path: '^cmd/report/' },
      to: { path: ['^providers/', '^cmd/(?!report/)', '^engine/(execute|read)/', nodeBuiltIns] },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Production code never imports test code.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'engine-model-is-the-ground-floor',
      comment:
        'engine/model holds the words everything else is made of; what decides or reads belongs above it.',
      severity: 'error',
      from: { path: '^engine/model/' },
      to: { path: '^engine/(?!model/|time/|(diagnostic|result|compare|grouped-by|plural)[.]ts$)' },
    },
    {
      name: 'engine-scope-below-load-and-plan',
      comment: 'engine/scope says what a command looks at; move what it needs down into engine/model.',
      severity: 'error',
      from: { path: '^engine/scope/' },
      to: { path: '^engine/(?!scope/|model/|time/|(diagnostic|result|compare|grouped-by|plural)[.]ts$)' },
    },
    {
      name: 'engine-load-below-plan',
      comment:
        'Documents are read before anything is planned; move what both need into engine/model or engine/scope.',
      severity: 'error',
      from: { path: '^engine/(load|diff)/' },
      to: { path: '^engine/(plan|read|execute|journal|cutover|drift|reconcile|renewals)/' },
    },
    {
      name: 'engine-plan-below-execute',
      comment:
        'A plan knows nothing of how it is carried out; move what both need into engine/model or engine/plan.',
      severity: 'error',
      from: { path: '^engine/plan/' },
      to: { path: '^engine/(execute|journal|cutover|drift|reconcile|renewals)/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one subject, or hide a third: give what both need a file of its own, a type too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unreachable-from-main',
      comment:
        'Nothing reaches this file from cmd/main.ts: use it or delete it. Payload types in wire/ are the contract as the service spells it, complete whether or not a call reads them yet.',
      severity: 'error',
      from: { path: '^cmd/main[.]ts$' },
      to: {
        path: '^(cmd|engine|providers|schemas)/',
        pathNot: [
          '[.]json$',
          '^schemas/generated/',
          '[.]d[.]ts$',
          '^providers/journal/memory[.]ts$',
          '^providers/(partner-center|graph)/wire/',
          // The other entry, for programs.
          '^cmd/library/',
        ],
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
