import { Command } from 'commander';
import { driftOf, type Drifts } from '../drift/driftOf';
import { driftText, historyText } from '../drift/text/driftText';
import { reported } from './reported';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** `jest-model-regression drift`: what predictions have moved by, from release to release. */
export function driftCommand(): Command {
  return new Command('drift')
    .description(
      'what the predictions in the snapshots have moved by, read from git; without options release by release, over all tags that lead to HEAD',
    )
    .option('--from <ref>', 'the earlier revision (default with --to: the tag before it)')
    .option('--to <ref>', 'the later revision (default with --from: HEAD)')
    .option('--json', 'as JSON: { kind, first, drifts: [{ from, to, tests }] }')
    .action(
      reported(({ json, ...asked }: Options) => {
        const drifts = driftOf(process.cwd(), asked);
        process.stdout.write(`${json === true ? JSON.stringify(drifts, finite, 2) : textOf(drifts)}\n`);
      }),
    );
}

function textOf({ kind, first, drifts }: Drifts): string {
  return kind === 'history' ? historyText(first, drifts) : driftText(drifts[0]!);
}

/** JSON has no Infinity: such a change is its name. */
function finite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
