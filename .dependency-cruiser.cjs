/**
 * The layers and what each may lean on, as `design.md` draws them. A layer may always use itself and Node's own modules.
 * Type-only imports count: a type is knowledge too.
 */
const layers = {
  numeric: ['seedrandom', 'munkres'],
  files: ['numeric', 'write-file-atomic', 'proper-lockfile'],
  snapshot: ['numeric', 'files', '@jest/globals'],
  backends: ['tfjs'],
  input: ['numeric', 'tfjs'],
  drift: ['numeric', 'files', 'snapshot'],
  cache: ['files', 'input'],
  nativeBuild: [],
  dataFiles: ['files', 'input', 'fflate'],
  savedDiagnosis: [
    'dataFiles',
    'files',
    'input',
    'page',
    'savedModels',
    'probes',
    'training',
    'diagnosis',
    'tfjs',
  ],
  commands: ['drift', 'cache', 'nativeBuild', 'commander'],
  pictures: ['numeric', 'pngjs', 'oled-font-5x7', 'jest-image-snapshot'],
  savedModels: ['input', 'files', 'backends', 'tfjs'],
  probes: ['numeric', 'files', 'input', 'backends', 'savedModels', 'tfjs'],
  training: ['numeric', 'files', 'input', 'backends', 'cache', 'savedModels', 'probes', 'tfjs'],
  page: ['chart.js'],
  diagnosis: ['numeric', 'input', 'probes', 'training', 'page', 'tfjs'],
  matchers: [
    'numeric',
    'input',
    'backends',
    'probes',
    'training',
    'diagnosis',
    'files',
    'snapshot',
    'pictures',
    'tfjs',
    'expect',
  ],
  fixtures: ['input', 'tfjs', 'pngjs', 'seedrandom'],
  types: ['matchers', 'expect'],
  environment: ['files', 'backends', 'jest-environment-node'],
};

/** The files that plug it all in. */
const ends = {
  index: [
    'numeric',
    'input',
    'backends',
    'savedModels',
    'probes',
    'training',
    'diagnosis',
    'matchers',
    'types',
  ],
  setup: ['environment', 'matchers', 'snapshot', 'types', '@jest/globals', 'expect'],
  environment: ['backends', 'environment'],
  'jest-preset': ['environment', 'jest'],
  cli: ['commands'],
};

const isLayer = (name) => name in layers;
const pathOf = (name) =>
  isLayer(name) ? `^src/${name}/` : `^node_modules/${name === 'tfjs' ? '@tensorflow/tfjs' : name}`;

const mayOnlyUse = (name, from, allowed) => ({
  name: `${name}-leans-on-what-it-may`,
  comment: `${name} may use ${allowed.join(', ') || 'nothing'} (decisions about the layers: design, "Shape")`,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...allowed.map(pathOf)], dependencyTypesNot: ['core'] },
});

module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([name, allowed]) => mayOnlyUse(name, `^src/${name}/`, allowed)),
    ...Object.entries(ends).map(([name, allowed]) => mayOnlyUse(name, `^src/${name}\\.ts$`, allowed)),
    {
      name: 'every-file-has-a-layer',
      comment: 'a new folder under src/ needs its arrows in .dependency-cruiser.cjs',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [...Object.keys(layers).map(pathOf), ...Object.keys(ends).map((end) => `^src/${end}\\.ts$`)],
      },
      to: {},
    },
    {
      name: 'the-command-line-and-the-environment-start-without-tfjs',
      comment:
        'a command that needs it loads it when it runs; a test file without a model does not pay for it',
      severity: 'error',
      from: { path: '^src/(?:cli\\.ts$|commands/|environment)' },
      to: { path: '^node_modules/@tensorflow/', reachable: true },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'require', 'node'] },
  },
};
