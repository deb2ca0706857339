/** Describes the model that the page would export. */
import type { DatasetSummary } from '../../engine/protocol/data'
import type { ModelSummary } from '../../engine/protocol/model'
import { findMisfit } from '../../model/graph/fit'
import type { Evaluation } from '../../model/metrics/evaluation'
import { describeImages } from '../../model/layers/define'
import { isSameStack, type Stack } from '../../model/graph/stack'
import { NO_MODEL, UNDER_WAY } from '../../store/session/underWay'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'

/** What keeps the model from being exported: one sentence. */
export function whyNotExport(model: ModelSummary | undefined, training: boolean): string | undefined {
  if (training) return UNDER_WAY.training
  return model ? undefined : NO_MODEL
}

/** Why the model can't predict the data, in one sentence; undefined when it can. */
export function whyNotPredict(
  model: ModelSummary | undefined,
  dataset: DatasetSummary | undefined,
  training: boolean,
): string | undefined {
  const obstacle = whyNotExport(model, training)
  if (obstacle !== undefined || !model) return obstacle
  return dataset ? findMisfit(model, dataset) : 'There are no images to predict: load some.'
}

export interface ModelFacts {
  readonly model: ModelSummary
  /** One sentence. */
  readonly origin: string | undefined
  /** The stack in the editor. */
  readonly edited: Stack
  readonly test: Evaluation | undefined
  /** The name of the data that `test` is of. */
  readonly testedOn: string | undefined
}

/** What the model is, where it comes from, how good it is, and whether it is still the one in the editor. */
export function describeModel({ model, origin, edited, test, testedOn }: ModelFacts): string {
  const sentences = [
    `${formatAmount(model.stack.layers.length, 'layer')} with ${formatAmount(model.parameters, 'parameter')}, for ${formatCount(model.classes.length)} classes of images of ${describeImages(model.data)}.`,
  ]
  if (origin !== undefined) sentences.push(origin)
  if (test) sentences.push(`Test accuracy ${formatPercent(test.accuracy)} on ${testedOn ?? 'other data'}.`)
  if (!isSameStack(model.stack, edited)) {
    sentences.push('The layers have been edited since: the export holds the model as it was trained.')
  }
  return sentences.join(' ')
}
