/** The rooms, lowest first. A room may import the doors of the rooms before it, and nothing else. */
const ROOMS = [
  ['std', 'src/std'],
  ['engine', 'src/engine'],
  ['amqp', 'src/protocols/amqp'],
  ['scenarios', 'src/scenarios'],
  ['sandbox', 'src/sandbox'],
  ['lessons', 'src/lessons'],
  ['ui', 'src/ui'],
  ['app', 'src/app'],
]

/** Packages each room may use; a room that is not listed uses none. */
const PACKAGES = {
  amqp: ['@noble/hashes'],
  scenarios: ['valibot', 'fflate'],
  sandbox: ['sucrase', 'acorn'],
  lessons: ['valibot', 'fflate'],
  ui: [
    'react',
    'react-dom',
    'xstate',
    '@xstate/react',
    'zustand',
    '@xyflow/react',
    'radix-ui',
    'lucide-react',
    'wouter',
    'uplot',
    'monaco-editor',
  ],
  app: ['react', 'react-dom'],
}

/** Stand-ins for Node’s modules: they become one bundle with the packages they stand in for. */
const STAND_INS = '^src/sandbox/node/'

const TESTS = '(\\.test\\.tsx?$|/tests/)'

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Files that need each other are one concept in two places.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'An import must lead somewhere.',
      severity: 'error',
      from: { path: '^(src|scripts|e2e)' },
      to: { couldNotResolve: true, pathNot: '\\?(raw|worker)$|^virtual:' },
    },
    {
      name: 'production-on-development',
      comment: 'What ships must not need what only the workshop of the builders has.',
      severity: 'error',
      from: { path: '^src', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...ROOMS.map(([name, path], index) => ({
      name: `${name}-imports-below`,
      comment: 'Rooms lie in one direction; a room above or beside must not be known.',
      severity: 'error',
      from: { path: `^${path}/`, pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: [
          ...ROOMS.slice(0, index + 1).map(([, lower]) => `^${lower}/`),
          ...(name === 'app' ? ['^src/adapters/'] : []),
        ],
      },
    })),
    ...ROOMS.map(([name, path]) => ({
      name: `into-${name}-by-its-door`,
      comment: 'A room has one door, index.ts; what is not in it is nobody else’s business.',
      severity: 'error',
      from: { path: '^(src|e2e)/', pathNot: `^${path}/` },
      to: { path: `^${path}/`, pathNot: `^${path}/index\\.ts$` },
    })),
    ...ROOMS.map(([name, path]) => ({
      name: `inside-${name}-not-by-its-door`,
      comment: 'Inside a room files import each other; the door is for the others.',
      severity: 'error',
      from: { path: `^${path}/`, pathNot: TESTS },
      to: { path: `^${path}/index\\.ts$` },
    })),
    ...ROOMS.map(([name, path]) => ({
      name: `${name}-packages`,
      comment: 'Each room lists the packages it may use; the pure ones below the shop use none.',
      severity: 'error',
      from: { path: `^${path}/`, pathNot: [TESTS, STAND_INS] },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: (PACKAGES[name] ?? []).map((one) => `node_modules/${one}/`).concat('^$'),
      },
    })),
    {
      name: 'adapters-know-ports-only',
      comment:
        'Adapters implement ports of the rooms: they need their types. The model’s worker is where the model runs.',
      severity: 'error',
      from: { path: '^src/adapters/', pathNot: [TESTS, 'model\\.worker\\.ts$'] },
      to: {
        path: '^src/(scenarios|lessons|ui)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stand-ins-only-by-their-bundle',
      comment: 'The build makes one module of them; imported directly they belong to no process.',
      severity: 'error',
      from: { pathNot: STAND_INS },
      to: { path: STAND_INS },
    },
    {
      name: 'nobody-imports-app',
      comment: 'The composition root is the top.',
      severity: 'error',
      from: { pathNot: '^src/app/' },
      to: { path: '^src/app/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
}
