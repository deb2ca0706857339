/** The times of a plan's operations, as the times of its layers. */
import type { LayerTime, RestOfStep, StepTime } from '../protocol/stepTime'
import type { AnyOperation, AnyOperationKind } from './plan/operation'
import type { Plan } from './plan/plan'

/** Operations that belong to no layer. */
const REST: Readonly<Partial<Record<AnyOperationKind, RestOfStep>>> = {
  drawTransforms: 'images',
  gatherBatch: 'images',
  gatherAugmented: 'images',
  classificationLoss: 'loss',
  trainingLoss: 'loss',
  finishStep: 'loss',
  sumGradients: 'update',
  squareGradients: 'update',
  gradientNorms: 'update',
  optimize: 'update',
  endStep: 'update',
}

/**
 * @param names of the layers. Operations of another name belong to the loss.
 * @param times one an operation of the plan, in milliseconds.
 */
export function toStepTime(
  { forward, backward, takenIn }: Pick<Plan<AnyOperation>, 'forward' | 'backward' | 'takenIn'>,
  names: readonly string[],
  times: readonly number[],
  clock: StepTime['clock'],
): StepTime {
  const layers: Record<string, LayerTime> = {}
  const rest = { images: 0, loss: 0, update: 0 }
  const add = ({ kind, layer }: AnyOperation, phase: keyof LayerTime, time: number): void => {
    const part = REST[kind] ?? (names.includes(layer) ? undefined : 'loss')
    if (part !== undefined) {
      rest[part] += time
      return
    }
    // A layer that was taken in may still add up the gradients of its readers.
    const taker = takenIn.get(layer)
    const name = taker && taker !== 'loss' ? taker.layer : layer
    const before = layers[name] ?? { forward: 0, backward: 0 }
    layers[name] = { ...before, [phase]: before[phase] + time }
  }
  for (const [index, operation] of forward.entries()) add(operation, 'forward', times[index]!)
  for (const [index, operation] of backward.entries()) add(operation, 'backward', times[forward.length + index]!)
  const milliseconds = times.reduce((sum, time) => sum + time, 0)
  return { milliseconds, layers, rest, takenIn: Object.fromEntries(takenIn), clock }
}
