/** What a layer costs, in words: short for its card, and in whole sentences for whoever meets the figures for the first time. */
import type { StepTime } from '../../../engine/protocol/stepTime'
import { formatShape } from '../../../model/layers/define'
import type { LayerFacts } from '../../../model/graph/shapes'
import {
  formatAmount,
  formatBytes,
  formatCompact,
  formatCount,
  formatMilliseconds,
  formatPercent,
  PERCENT,
} from '../../../ui/format'

/** `sees 23 × 12 pixels`, along height and width as in the shapes beside it. */
export function describeSight(sight: LayerFacts['receptiveField']): string | undefined {
  if (sight === undefined) return undefined
  return `sees ${describeField(sight)}`
}

function describeField(sight: NonNullable<LayerFacts['receptiveField']>): string {
  if (sight === 'image') return 'the whole image'
  const [rows, columns] = sight.size
  return rows * columns === 1 ? '1 pixel' : `${rows} × ${columns} pixels`
}

/** `640 params`, `256 params, 128 train`, `640 params, frozen`. */
export function describeParameters({ parameters, trainableParameters, frozen }: LayerFacts): string {
  const all = formatAmount(parameters, 'param')
  if (frozen) return `${all}, frozen`
  return parameters === trainableParameters ? all : `${all}, ${formatCount(trainableParameters)} train`
}

/** `31 % of a step`, or where the layer's time is counted. */
export function describeTime(name: string, { layers, takenIn, milliseconds }: StepTime): string {
  const time = layers[name]
  if (time) return `${formatShare((time.forward + time.backward) / milliseconds)} of a step`
  const taker = takenIn[name]
  if (!taker) return 'no time of its own'
  return taker === 'loss' ? 'time counted with the loss' : `time counted with ${taker.layer}`
}

/** A share of 1 without digits after the point. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return `under 1${PERCENT}`
  return formatPercent(share, 0)
}

/** All figures of a layer whose output is known. @param time of a step of so many images, where it was measured. */
export function explainFigures(
  facts: LayerFacts,
  measured?: { readonly time: StepTime; readonly batchSize: number },
): string {
  const { output = [], bytes, flops, receptiveField } = facts
  return [
    `For one image it gives ${formatShape(output)} values, which take ${formatBytes(bytes)} of memory.`,
    explainParameters(facts),
    ...(flops > 0
      ? [`It takes ${formatCompact(flops)} floating-point operations (FLOPs); a multiply and an add count 2.`]
      : []),
    ...(receptiveField === undefined
      ? []
      : [`Each value is made from ${describeField(receptiveField)}: its receptive field.`]),
    ...(measured ? [explainTime(facts.name, measured.time, measured.batchSize)] : []),
  ].join(' ')
}

function explainParameters({ parameters, trainableParameters, frozen }: LayerFacts): string {
  if (parameters === 0) return 'It has no parameters: there is nothing in it to learn.'
  if (frozen)
    return `It is frozen: its ${formatAmount(parameters, 'parameter')} ${parameters === 1 ? 'stays as it is' : 'stay as they are'} while others train.`
  if (parameters === trainableParameters) return `Training changes its ${formatAmount(parameters, 'parameter')}.`
  return `Training changes ${formatCount(trainableParameters)} of its ${formatAmount(parameters, 'parameter')}; the others follow along without it, such as moving means.`
}

function explainTime(name: string, { layers, takenIn }: StepTime, batchSize: number): string {
  const time = layers[name]
  if (time) {
    return `In a step of ${formatAmount(batchSize, 'image')} it took ${formatMilliseconds(time.forward)} forward and ${formatMilliseconds(time.backward)} backward.`
  }
  const taker = takenIn[name]
  if (!taker) return 'It computes nothing in a step: the same values are read under another shape.'
  return taker === 'loss'
    ? 'The loss computes it along, so its time is counted there.'
    : `It is computed together with ${taker.layer}, so its time is counted there.`
}
