/** LayerNormalization: `layerNormalizationForward`, `layerNormalizationInputGradient`, `normalizationGradientSums`. */
import { sizeOf } from '../../../../model/layers/define'
import { countAxes } from '../../../../model/layers/normalization/layerNormalization'
import type { Operation } from '../operation'
import { LAYER_STATISTICS } from '../operations/layerNormalization'
import { runsFor } from '../operations/normalizationSums'
import { activatedValue } from './activation'
import { targetOf, type Lowering } from './builder'
import { followingActivation } from './followingActivation'
import { sumGradients } from './normalizationGradients'

export const lowerLayerNormalization: Lowering<'LayerNormalization'> = ({ args, name, input, frozen, next, plan }) => {
  const { batchSize } = plan
  const length = sizeOf(input.shape.slice(-countAxes(args)))
  const rows = sizeOf(input.shape) / length
  const statistics = plan.transient(`${name} statistics`, batchSize * rows * LAYER_STATISTICS.values)
  const gamma = args.scale ? `${name}/gamma` : undefined
  const beta = args.center ? `${name}/beta` : undefined
  const keys = [gamma, beta].filter((key) => key !== undefined)
  const trains = !frozen && keys.length > 0
  const target = targetOf(input)
  const { activation, ...took } = followingActivation('linear', next)
  const { output, sums } = activatedValue(plan, name, input.shape, activation, {
    trained: target !== undefined || trains,
  })

  const common = { layer: name, batchSize, input: input.buffer, statistics }
  const scale = gamma === undefined ? {} : { gammaOffset: plan.weightOffset(gamma) }
  plan.addForward({
    kind: 'layerNormalizationForward',
    ...common,
    rows,
    length,
    epsilon: args.epsilon,
    ...scale,
    ...(beta !== undefined && { betaOffset: plan.weightOffset(beta) }),
    activation,
    output: output.buffer,
    sums,
  })

  if (output.gradient === undefined) return { output, ...took }
  const source = output.gradient
  const gradients: Operation[] = []
  if (trains) {
    gradients.push(
      ...sumGradients(plan, plan.partials(name, keys, 1), {
        ...common,
        source,
        positions: rows,
        channels: length,
        statisticsOf: 'row',
        runs: plan.splits(runsFor(batchSize * rows, length)),
        length: keys.length * length,
        ...(gamma !== undefined && { gammaAt: 0 }),
        ...(beta !== undefined && { betaAt: gamma === undefined ? 0 : length }),
      }),
    )
  }
  if (target)
    gradients.push({ kind: 'layerNormalizationInputGradient', ...common, rows, length, source, ...scale, ...target })
  plan.addBackward(...gradients)
  return { output, ...took }
}
