import type { LadderOnPage, MetricOnPage, Page } from '../../page/Page';
import type { Modes } from '../../probes/modes/Modes';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import type { Cause } from '../Cause';
import { type ConsistencyVerdict, isConsistent, type JudgedMetric } from '../consistency/ConsistencyVerdict';
import { judgedMetrics } from '../consistency/judgedMetrics';
import type { Tolerances } from '../consistency/Tolerances';
import { count, metric as figure } from '../text/figures';
import { changes, openingRungs, rungNames } from '../text/ladderText';
import { fitOnPage } from './fitOnPage';
import { layerOnPage } from './layerOnPage';

export interface Shown {
  readonly modes: Modes;
  readonly tolerances: Tolerances;
  readonly verdict: ConsistencyVerdict;
  readonly causes: readonly Cause[];
  readonly batchNorm: readonly LayerJudgement[];
  readonly text: string;
}

/** A diagnosis as a page shows it. */
export function pageOf({ modes, tolerances, verdict, causes, batchNorm, text }: Shown): Page {
  return {
    headline: verdict.kind === 'non-finite' ? causes[0]!.evidence[0]! : text.split('\n', 1)[0]!,
    verdict:
      verdict.kind === 'non-finite'
        ? 'not to be judged'
        : isConsistent(verdict)
          ? 'consistent'
          : 'inconsistent',
    facts: factsOf(modes),
    causes: causes.map(({ id, share, evidence, remedy }) => ({ id, share, evidence, remedy })),
    ladder: ladderOnPage(modes, tolerances, verdict),
    layers: batchNorm.map((judged) =>
      layerOnPage(
        judged,
        modes.batchNorm.find(({ path }) => path === judged.path)!,
      ),
    ),
    fit: fitOnPage(modes),
    text,
  };
}

function factsOf({ rows, batchSize, batchings, seed, recording, sameRows }: Modes): readonly string[] {
  const whose =
    sameRows === undefined ? '' : sameRows ? ', those of the fit' : ', other ones than those of the fit';
  return [
    `${count(rows, 'row')}${whose}`,
    `measured in ${count(batchings, 'batching')} of batch size ${batchSize}, seed ${seed}`,
    ...(recording === undefined
      ? ['without a recording of the fit']
      : [
          `fitted for ${count(recording.epochs.length, 'epoch')}, ${count(recording.updates, 'update')} in batches of ${recording.batchSize}`,
        ]),
  ];
}

function ladderOnPage(modes: Modes, tolerances: Tolerances, verdict: ConsistencyVerdict): LadderOnPage {
  const opening = verdict.kind === 'non-finite' ? [] : openingRungs(modes, verdict.metric);
  return {
    rungs: modes.ladder.map(({ rung }) => ({
      name: rungNames[rung],
      change: opening.includes(rung) ? changes[rung] : '',
    })),
    metrics: judgedMetrics(modes, tolerances).map((judged) => metricOnPage(modes, judged)),
  };
}

function metricOnPage({ ladder, lossScales }: Modes, judged: JudgedMetric): MetricOnPage {
  const { name, kind, promised, tolerance } = judged;
  const values = ladder.map(({ metrics }) => metrics[name] ?? NaN);
  const limit = kind === 'accuracy' ? promised - tolerance : promised + tolerance * (lossScales[name] ?? 1);
  return { name, kind, values, texts: values.map((value) => figure(value, kind)), limit };
}
