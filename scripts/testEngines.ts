/**
 * The tests of matchers, probes, training, saved models and snapshots on every engine that this machine has. Which those are, and why others
 * are left out, is said first.
 *
 *     npm run test:engines
 *     npm run test:engines -- native                          one of them
 *     npm run test:engines -- webgpu --files 'matchers|probes'     and only these files
 *
 * `npm run bench:peers` builds tfjs-node against a TensorFlow of today, and installs WebGPU with a driver that takes the place of a GPU where there
 * is none; what the project has installed is taken before it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { softwareGpu } from '../bench/steps/engines';

const root = path.resolve(__dirname, '..');
const peers = ['node', 'webgpu'].map((folder) => path.join(root, 'bench/.peers', folder, 'node_modules'));

/** Engines as `startBackend` names them, and what each needs. */
const packages: Readonly<Record<string, readonly string[]>> = {
  cuda: ['@tensorflow/tfjs-node-gpu'],
  native: ['@tensorflow/tfjs-node'],
  webgpu: ['webgpu', '@tensorflow/tfjs-backend-webgpu'],
  wasm: ['@tensorflow/tfjs-backend-wasm'],
};

const folders = [
  'diagnosis',
  'fixtures',
  'input',
  'matchers',
  'probes',
  'savedModels',
  'snapshot',
  'training',
];

const {
  values: { files = '' },
  positionals: asked,
} = parseArgs({ allowPositionals: true, options: { files: { type: 'string' } } });

interface Found {
  readonly engine: string;
  readonly environment: Environment;
  /** Why it is left out; undefined where it is there. */
  readonly without: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const packagesFound: Environment = { ...process.env, NODE_PATH: peers.join(path.delimiter) };

/** For WebGPU without a GPU: right, and so slow that a training takes minutes. */
const withSoftwareGpu: Environment = {
  ...packagesFound,
  LD_LIBRARY_PATH: [softwareGpu, process.env['LD_LIBRARY_PATH'] ?? ''].filter(Boolean).join(path.delimiter),
  VK_ICD_FILENAMES: path.join(softwareGpu, 'vk_swiftshader_icd.json'),
};

function look(engine: string, names: readonly string[]): Found {
  const missing = names.filter(
    (name) => !isIn(root, name) && !peers.some((folder) => existsSync(path.join(folder, name))),
  );
  if (missing.length > 0)
    return { engine, environment: packagesFound, without: `${missing.join(', ')} is not installed` };
  const without = whyNotStarted(engine, packagesFound);
  const maySimulate = engine === 'webgpu' && without !== undefined && existsSync(softwareGpu);
  if (!maySimulate) return { engine, environment: packagesFound, without };
  return { engine, environment: withSoftwareGpu, without: whyNotStarted(engine, withSoftwareGpu) };
}

function isIn(folder: string, name: string): boolean {
  try {
    createRequire(path.join(folder, 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** In a process of its own: an addon that does not fit ends it. */
function whyNotStarted(engine: string, env: Environment): string | undefined {
  const program = `require(${JSON.stringify(path.join(root, 'dist/index.js'))}).startBackend({ engine: '${engine}' })
    .then(String).then(console.log, ({ message }) => { console.error(message); process.exit(1); })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    env,
  });
  if (status === 0) console.log(`${engine}: ${stdout.trim().split('\n').at(-1)}`);
  return status === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'its process ended');
}

function test({ engine, environment }: Found): boolean {
  console.log(`\n${engine}`);
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/jest/bin/jest.js'),
      '--selectProjects=unit',
      `--testPathPatterns=^(?=.*(${files})).*test/(${folders.join('|')})/`,
      `--env=${path.join(root, 'dist/environment.js')}`,
      `--testEnvironmentOptions=${JSON.stringify({ modelRegression: { leaks: 'ignore' } })}`,
      ...(environment === withSoftwareGpu ? ['--testTimeout=3600000'] : []),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...environment, MODEL_REGRESSION_BACKEND: engine },
    },
  );
  return status === 0;
}

const unknown = asked.filter((name) => !(name in packages));
if (unknown.length > 0) {
  console.error(`No engine is called ${unknown.join(', ')}: there are ${Object.keys(packages).join(', ')}.`);
  process.exit(2);
}
const found = Object.entries(packages)
  .filter(([engine]) => asked.length === 0 || asked.includes(engine))
  .map(([engine, names]) => look(engine, names));
for (const { engine, without } of found)
  if (without !== undefined) console.log(`${engine}: left out, ${without}`);
const results = found
  .filter(({ without }) => without === undefined)
  .map((each) => [each.engine, test(each)] as const);
console.log(
  `\n${results.map(([engine, isRight]) => `${engine}: ${isRight ? 'passed' : 'FAILED'}`).join('\n')}`,
);
process.exit(results.every(([, isRight]) => isRight) && results.length > 0 ? 0 : 1);
