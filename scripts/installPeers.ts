/**
 * Installs into bench/.peers what benches compare with and tests run on: Keras on TensorFlow (pip), tfjs-node built against that TensorFlow, since
 * the one that it downloads is of 2022, WebGPU, and from Debian a driver that takes the place of a GPU for it. What is there already stays.
 *
 *     npm run bench:peers
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fashionFolder } from '../bench/diagnosis/dataSets/fashion';
import { tablesFolder } from '../bench/diagnosis/dataSets/tables';
import { kerasPackages, peers, softwareGpu, tfjsNode } from '../bench/steps/engines';
import { installNative } from '../src/nativeBuild/installNative';

function run(command: string, args: readonly string[], cwd: string): string {
  console.log(`> ${command} ${args.join(' ')}`);
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** By another name until it is whole. */
function once(target: string, install: (unfinished: string) => void): void {
  if (existsSync(target)) {
    console.log(`${target} is there`);
    return;
  }
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  install(unfinished);
  renameSync(unfinished, target);
}

function installKeras(target: string): void {
  const packages = ['tensorflow-cpu', 'keras'];
  run(
    'python3',
    ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--target', target, ...packages],
    peers,
  );
}

/** Built against the TensorFlow of Keras. */
function installTfjsNode(folder: string): void {
  run(
    'npm',
    ['install', '--silent', '--ignore-scripts', '--prefix', folder, '@tensorflow/tfjs-node@4.22.0'],
    folder,
  );
  const packages = path.join(folder, 'node_modules/@tensorflow');
  // It shall use the copy of TensorFlow.js that the bench uses, further up.
  for (const name of readdirSync(packages).filter((each) => each !== 'tfjs-node'))
    rmSync(path.join(packages, name), { recursive: true });
  const tensorflow = path.join(kerasPackages, 'tensorflow');
  const asked = { packageName: '@tensorflow/tfjs-node', tensorflow, project: folder } as const;
  const trained = installNative(asked, console.log);
  console.log(`tfjs-node runs on TensorFlow ${trained.tensorflow}`);
}

function installWebgpu(folder: string): void {
  const packages = ['webgpu@0.6.2', '@tensorflow/tfjs-backend-webgpu@4.22.0'];
  run('npm', ['install', '--silent', '--ignore-scripts', '--prefix', folder, ...packages], folder);
  const besides = path.join(folder, 'node_modules/@tensorflow');
  for (const name of readdirSync(besides).filter((each) => each !== 'tfjs-backend-webgpu'))
    rmSync(path.join(besides, name), { recursive: true });
}

/** SwiftShader, and what loads it. */
function installSoftwareGpu(folder: string): void {
  run('apt-get', ['download', '-q', 'chromium-common', 'libvulkan1'], folder);
  for (const file of readdirSync(folder)) run('dpkg-deb', ['--extract', file, 'whole'], folder);
  const names = ['libvk_swiftshader.so', 'vk_swiftshader_icd.json'];
  for (const name of names)
    cpSync(path.join(folder, 'whole/usr/lib/chromium', name), path.join(folder, name));
  const [loader = ''] = run(
    'find',
    ['whole', '-name', 'libvulkan.so.1', '-path', '*linux-gnu*'],
    folder,
  ).split('\n');
  cpSync(path.join(folder, loader), path.join(folder, 'libvulkan.so.1'), { dereference: true });
  for (const name of readdirSync(folder).filter((each) => each === 'whole' || each.endsWith('.deb')))
    rmSync(path.join(folder, name), { recursive: true });
}

/** Data sets that the bench of diagnoses trains on. */
function installFashion(folder: string): void {
  run('apt-get', ['download', '-q', 'dataset-fashion-mnist'], folder);
  const [archive = ''] = readdirSync(folder);
  run('dpkg-deb', ['--extract', archive, 'whole'], folder);
  const within = path.join(folder, 'whole/usr/share/datasets/fashion-mnist');
  for (const name of readdirSync(within)) cpSync(path.join(within, name), path.join(folder, name));
  for (const name of [archive, 'whole']) rmSync(path.join(folder, name), { recursive: true });
}

function installTables(folder: string): void {
  run(
    'python3',
    ['-m', 'pip', 'download', '--quiet', '--retries', '0', '--no-deps', '--dest', folder, 'scikit-learn'],
    folder,
  );
  const [wheel = ''] = readdirSync(folder);
  run('python3', ['-m', 'zipfile', '--extract', wheel, 'whole'], folder);
  for (const name of ['wine_data.csv', 'breast_cancer.csv', 'digits.csv.gz'])
    cpSync(path.join(folder, 'whole/sklearn/datasets/data', name), path.join(folder, name));
  for (const name of [wheel, 'whole']) rmSync(path.join(folder, name), { recursive: true });
}

/** The others are of use without it. */
function ifPossible(install: () => void): void {
  try {
    install();
  } catch (error) {
    console.log(`Not installed: ${(error as Error).message}`);
  }
}

mkdirSync(peers, { recursive: true });
once(kerasPackages, installKeras);
once(path.join(peers, 'node'), installTfjsNode);
once(path.join(peers, 'webgpu'), installWebgpu);
ifPossible(() => once(fashionFolder, installFashion));
ifPossible(() => once(tablesFolder, installTables));
ifPossible(() => once(softwareGpu, installSoftwareGpu));
console.log(`${existsSync(tfjsNode) ? 'Ready' : 'Not ready'}: npm run bench:steps`);
