/**
 * Who may import whom. The compiler keeps most doors (each room has its own tsconfig); these rules keep the rest.
 * They name rooms by pattern, so that a new folder is covered on the day it is made.
 *
 *   model <- data, interop <- engine/worker        model <- store <- studio <- main
 */
const TESTS = '\\.test\\.tsx?$'
const TFJS = '(^|/)node_modules/@tensorflow/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'Every import must lead somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-barrels',
      comment: 'Import a thing from the file that makes it.',
      severity: 'error',
      from: {},
      to: { path: '^src/.*/index\\.tsx?$' },
    },
    {
      name: 'model-is-pure',
      comment: 'model/ is the theory of the program. Of the outside it has valibot alone, to read saved documents.',
      severity: 'error',
      from: { path: '^src/model/', pathNot: TESTS },
      to: { pathNot: ['^src/model/', '(^|/)node_modules/valibot/'] },
    },
    {
      name: 'data-sees-only-model',
      severity: 'error',
      from: { path: '^src/data/', pathNot: TESTS },
      to: { path: '^src/', pathNot: '^src/(data|model)/' },
    },
    {
      name: 'interop-sees-only-model',
      severity: 'error',
      from: { path: '^src/interop/', pathNot: TESTS },
      to: { path: '^src/', pathNot: '^src/(interop|model)/' },
    },
    {
      name: 'engine-sees-no-page',
      severity: 'error',
      from: { path: '^src/engine/', pathNot: TESTS },
      to: { path: '^src/', pathNot: '^src/(engine|interop|data|model)/' },
    },
    {
      name: 'trainers-know-no-worker',
      comment: 'The run loop drives a trainer; a trainer knows neither the loop nor its sibling.',
      severity: 'error',
      from: { path: '^src/engine/(tfjs|webgpu)/', pathNot: TESTS },
      to: { path: '^src/engine/', pathNot: '^src/engine/($1/|worker/trainer\\.ts$|protocol\\.ts$)' },
    },
    {
      name: 'tfjs-stays-in-the-worker',
      comment: 'Only the worker and its trainers may load TensorFlow.js: the page must not pay for it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/engine/(worker|tfjs|webgpu)/', TESTS] },
      to: { path: TFJS },
    },
    {
      name: 'store-sees-the-engine-door',
      comment: 'Of the engine, the store knows the client and the protocol.',
      severity: 'error',
      from: { path: '^src/store/', pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: ['^src/(store|model|interop)/', '^src/engine/(client|protocol)\\.ts$', '^src/data/dataset\\.ts$'],
      },
    },
    {
      name: 'studio-goes-through-the-store',
      severity: 'error',
      from: { path: '^src/studio/', pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: ['^src/(studio|ui|store|model)/', '^src/engine/protocol\\.ts$', '^src/data/dataset\\.ts$'],
      },
    },
    {
      name: 'rooms-are-apart',
      comment: 'Rooms of the studio never import one another; the shell, which arranges them, may import all.',
      severity: 'error',
      from: { path: '^src/studio/(?!shell/)([^/]+)/' },
      to: { path: '^src/studio/[^/]+/', pathNot: '^src/studio/$1/' },
    },
    {
      name: 'ui-knows-no-domain',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/', pathNot: '^src/ui/' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.tsx$' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
    moduleSystems: ['es6'],
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      conditionNames: ['import', 'module', 'browser', 'default', 'types'],
    },
  },
}
