/**
 * Installs what the bench compares with into bench/.peers: Keras on TensorFlow (pip), and tfjs-node built against that TensorFlow, since the one
 * that tfjs-node downloads is of 2022. What is there already stays.
 *
 *     npm run bench:peers
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { kerasPackages, peers, tfjsNode } from '../bench/steps/engines';
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

mkdirSync(peers, { recursive: true });
once(kerasPackages, installKeras);
once(path.join(peers, 'node'), installTfjsNode);
console.log(`${existsSync(tfjsNode) ? 'Ready' : 'Not ready'}: npm run bench:steps`);
