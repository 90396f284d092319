/**
 * Time and memory of training on our WASM engine as rows, batch and layers double: a network of 3 x 3 convolutions with BatchNorm on 24 x 24 x 3. Each
 * point is a process of its own, and all alternate. The exponent is the slope of the line through the logarithms: 1 is linear, 0 is none.
 *
 *     npm run bench:growth
 *     npm run bench:growth -- 5          5 rounds instead of 3
 */
import '../scripts/assembled';
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import plot from 'simple-ascii-chart';
import { mean } from '../src/numeric/mean';
import { median } from './shared/median';
import { range } from './shared/range';
import type { Measured } from './growth/child';

const [rounds = 3] = process.argv.slice(2).map(Number);

interface Point {
  readonly at: number;
  readonly arguments: readonly [rows: number, batch: number, layers: number];
  readonly measured: Measured[];
}

const growths: Readonly<Record<string, (at: number) => Point['arguments']>> = {
  'rows, in batches of 16 through 4 blocks of layers': (at) => [64 * at, 16, 4],
  'rows in a batch, of 256 rows through 4 blocks of layers': (at) => [256, 8 * at, 4],
  'blocks of layers, for 64 rows in batches of 16': (at) => [64, 16, 2 * at],
};

function measure({ arguments: given }: Point): Measured {
  const child = path.join(__dirname, 'growth/child.ts');
  const said = execFileSync(process.execPath, ['--import', 'tsx', child, ...given.map(String)], {
    encoding: 'utf8',
  });
  return JSON.parse(said.trim().split('\n').at(-1)!) as Measured;
}

/** Of y over x, by least squares on their logarithms. */
function exponent(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function show(
  title: string,
  unit: string,
  series: readonly (readonly [at: number, values: number[]])[],
): void {
  const points = series.map(([at, values]) => [at, median(values)] as const);
  const told = series.map(
    ([at, values]) => `${at}: ${median(values).toFixed(2)} ${unit} ${range(values, 2)}`,
  );
  console.log(`\n${title}: ${told.join(', ')}; exponent ${exponent(points).toFixed(2)}`);
  console.log(
    plot(
      points.map(([x, y]): [number, number] => [x, y]),
      { width: 48, height: 8 },
    ),
  );
}

function growth(name: string, argumentsAt: (at: number) => Point['arguments']): void {
  const points = [1, 2, 4, 8].map((at): Point => ({ at, arguments: argumentsAt(at), measured: [] }));
  for (let round = 0; round < rounds; round++)
    for (const point of points) point.measured.push(measure(point));
  const varied = [0, 1, 2].find((index) => points[0]!.arguments[index] !== points[1]!.arguments[index])!;
  const seriesOf = (field: keyof Measured): [number, number[]][] =>
    points.map(({ arguments: given, measured }) => [given[varied]!, measured.map((each) => each[field])]);
  console.log(`\n${name}`);
  show('  an epoch', 's', seriesOf('seconds'));
  show('  peak memory', 'MB', seriesOf('peakMb'));
}

console.log(
  `${rounds} rounds; ${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, node ${process.versions.node}`,
);
for (const [name, argumentsAt] of Object.entries(growths)) growth(name, argumentsAt);
