/**
 * BatchNormalization: `batchMoments`, `batchStatistics`, `batchNormalizationForward`, `normalizationGradientSums`,
 * `batchNormalizationInputGradient`.
 */
import { sizeOf } from '../../../../model/layers/define'
import type { Operation } from '../operation'
import { BATCH_STATISTICS, PART_MOMENTS } from '../operations/batchNormalization'
import { runsFor } from '../operations/normalizationSums'
import { activatedValue } from './activation'
import { targetOf, type Lowering } from './builder'
import { followingActivation } from './followingActivation'
import { sumGradients } from './normalizationGradients'

export const lowerBatchNormalization: Lowering<'BatchNormalization'> = ({ args, name, input, frozen, next, plan }) => {
  const { batchSize } = plan
  const channels = input.shape.at(-1) ?? 1
  const positions = sizeOf(input.shape) / channels
  const runs = plan.runs(runsFor(batchSize * positions, channels))
  const statistics = plan.transient(`${name} statistics`, BATCH_STATISTICS.rows * channels)
  const keys = [...(args.scale ? [`${name}/gamma`] : []), ...(args.center ? [`${name}/beta`] : [])]
  const target = targetOf(input)
  const { activation, ...took } = followingActivation('linear', next)
  const { output, sums } = activatedValue(plan, name, input.shape, activation, {
    trained: target !== undefined || (!frozen && keys.length > 0),
  })

  const matrix = { layer: name, batchSize, positions, channels }
  const common = { ...matrix, input: input.buffer, statistics }
  const inParts = plan.parts !== undefined
  const rows = inParts ? PART_MOMENTS.rows : 2
  const moments =
    !frozen && (runs > 1 || inParts) ? plan.transient(`${name} moments`, runs * rows * channels) : undefined
  if (moments) plan.addForward({ kind: 'batchMoments', ...matrix, input: input.buffer, runs, moments })
  plan.addForward(
    {
      kind: 'batchStatistics',
      ...common,
      ...(moments && { moments: { buffer: moments, runs } }),
      ...(frozen && { frozen }),
      momentum: args.momentum,
      epsilon: args.epsilon,
      ...(args.scale && { gammaOffset: plan.weightOffset(`${name}/gamma`) }),
      ...(args.center && { betaOffset: plan.weightOffset(`${name}/beta`) }),
      movingMeanOffset: plan.weightOffset(`${name}/moving_mean`),
      movingVarianceOffset: plan.weightOffset(`${name}/moving_variance`),
    },
    { kind: 'batchNormalizationForward', ...common, activation, output: output.buffer, sums },
  )

  if (output.gradient === undefined) return { output, ...took }
  const source = output.gradient
  if (!plan.trains || frozen) {
    // Statistics that don't depend on the batch have no part in the gradient: it is as if its sums were 0.
    const sums = plan.lasting(`${name} zeros`, 2 * channels)
    const zeros = { sums, gammaAt: 0, betaAt: channels }
    if (target) plan.addBackward({ kind: 'batchNormalizationInputGradient', ...common, source, ...zeros, ...target })
    return { output, ...took }
  }
  // The input's gradient needs both sums, whether there are weights that they are the gradients of or not. Those that are come first.
  const at = args.center && !args.scale ? { gammaAt: channels, betaAt: 0 } : { gammaAt: 0, betaAt: channels }
  const spare = (2 - keys.length) * channels
  const gradients =
    keys.length > 0 ? plan.partials(name, keys, 1, spare) : plan.transient(`${name} gradient sums`, spare)
  const operations: Operation[] = [
    ...sumGradients(plan, gradients, { ...common, source, statisticsOf: 'channel', runs, length: 2 * channels, ...at }),
  ]
  if (target) {
    operations.push({ kind: 'batchNormalizationInputGradient', ...common, source, sums: gradients, ...at, ...target })
  }
  plan.addBackward(...operations)
  return { output, ...took }
}
