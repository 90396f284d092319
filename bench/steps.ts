/**
 * A training step of three networks: ResNet50 of the case (197 x 197 x 1, batch of 3), MobileNetV2 (96 x 96 x 3, batch of 16: depthwise
 * convolutions) and a network of dense layers (784-1024-1024-10, batch of 128), all with Adam. Each engine is a process of its own, and they take
 * turns, so that a busy machine is busy for all. In its turn each makes two steps, of which the second counts: while the others have theirs, threads go to sleep
 * and caches are filled with something else, and a training is steps in a row. Next to the time on the clock stands the CPU time of all threads of the process.
 *
 *     npm run bench:steps
 *     npm run bench:steps -- --networks resnet50 --engines wasm,unfused,one-thread,recomposed,naive --rounds 5
 *
 * Keras and tfjs-node are peers of the bench: `npm run bench:peers` installs them, and without them they are named and left out.
 */
import '../scripts/assembled';
import { availableParallelism, cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { engineNames, programOf } from './steps/engines';
import { networks } from './steps/networks/networks';
import { StepProcess } from './steps/StepProcess';
import { table } from './steps/table';

interface Options {
  readonly networks: readonly string[];
  readonly engines: readonly string[];
  readonly rounds: number;
}

function started(engines: readonly string[], network: string): StepProcess[] {
  return engines.flatMap((engine) => {
    const program = programOf(engine, network);
    if (typeof program !== 'string')
      return [new StepProcess(engine, program.command, program.args, program.environment)];
    console.log(`${engine}: ${program}`);
    return [];
  });
}

async function benchOf(network: string, { engines, rounds }: Options): Promise<void> {
  console.log(`\n${network}, batch [${networks[network]!.inputShape.join(', ')}]`);
  const processes = started(engines, network);
  try {
    for (const each of processes) {
      const { versions, parameters } = await each.ready();
      console.log(`${each.engine}: ${versions}, ${parameters} parameters`);
    }
    for (let round = 0; round <= rounds; round++) {
      for (const each of processes) {
        if (round > 0) await each.step({ counts: false });
        await each.step();
      }
    }
    console.log(`\n${table(processes)}`);
  } finally {
    for (const each of processes) each.stop();
  }
}

async function main(options: Options): Promise<void> {
  console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, node ${process.versions.node}`);
  for (const network of options.networks) await benchOf(network, options);
}

const listOf =
  (known: readonly string[]) =>
  (text: string): readonly string[] => {
    const names = text.split(',');
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`There is no '${unknown}'; there are ${known.join(', ')}.`);
    return names;
  };

const networkNames = Object.keys(networks);
const command = new Command('bench:steps')
  .option('--networks <names>', networkNames.join(','), listOf(networkNames), networkNames)
  .option('--engines <names>', engineNames.join(','), listOf(engineNames), ['wasm', 'keras', 'tfjs-node'])
  .option('--rounds <number>', 'steady steps of each', Number, 10)
  .parse();
void main(command.opts());
