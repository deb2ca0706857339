/** Between an epoch's look at the validation images and its end: the callbacks are asked, and what they decide is done. */
import type { Weights } from '../../../model/graph/weights'
import type { LossAndAccuracy } from '../../../model/metrics/evaluation'
import { endEpoch as askCallbacks } from '../../../model/training/callbacks/callbacks'
import { sayRate } from '../../../model/training/sayRate'
import { afterFit } from './care'
import type { Loop, LoopEvent } from './loop'
import { rateNow } from './rates'

/**
 * Keeps what the callbacks remember and want kept.
 * @param weightsNow reads the weights. @returns what is to be told of them, and whether training is over. @throws Diverged
 */
export async function askForCare(
  loop: Loop,
  train: LossAndAccuracy,
  validation: LossAndAccuracy | undefined,
  weightsNow: () => Promise<Weights>,
): Promise<{ readonly told: readonly LoopEvent[]; readonly isOver: boolean }> {
  const { run, epoch, steps, care } = loop
  const { recipe } = run
  const logs = {
    epoch,
    loss: train.loss,
    accuracy: train.accuracy,
    ...(validation && { val_loss: validation.loss, val_accuracy: validation.accuracy }),
  }
  const { memories, keepers, learningRate, stops } = askCallbacks(recipe, care.memories, logs, rateNow(loop))
  const weights = keepers.length > 0 ? await weightsNow() : undefined
  const kept = weights ? Object.fromEntries(keepers.map((name) => [name, { epoch, weights }])) : {}
  loop.care = {
    ...care,
    memories,
    kept: { ...care.kept, ...kept },
    ...(learningRate !== undefined && { learningRate }),
  }

  const isOver = stops !== undefined || epoch === recipe.epochs
  const best = isOver ? loop.care.kept.earlyStopping : undefined
  const isFinal = isOver && recipe.movingAverage.on
  // Keras restores the best weights behind the average, also where they are the last.
  const restored = best && (isFinal || best.epoch !== epoch) ? best : undefined
  if (stops !== undefined || restored || isFinal) {
    loop.restores = restored?.weights
    loop.care = {
      ...afterFit(loop.care),
      ...(stops !== undefined && { stopped: stops }),
      ...(restored && { restored: restored.epoch }),
      ...(isFinal && { finalized: true }),
    }
  }

  const place = { epoch, step: steps, steps }
  const again = sayWeights(isFinal, restored?.epoch)
  const messages = [
    learningRate !== undefined && ({ did: 'rate', message: `learning rate ${sayRate(learningRate)}` } as const),
    stops !== undefined &&
      ({ did: 'stop', message: `stopped early: ${stops}${again === undefined ? '' : `; ${again}`}` } as const),
    stops === undefined && again !== undefined && ({ did: 'restore', message: again } as const),
  ]
  const told = messages
    .filter((message) => message !== false)
    .map(({ did, message }) => ({ type: 'callback', place, did, message: `Epoch ${epoch}: ${message}` }) as const)
  return { told, isOver }
}

/** @param restored the epoch whose weights early stopping gave back. */
function sayWeights(averages: boolean, restored: number | undefined): string | undefined {
  if (restored !== undefined)
    return `weights of epoch ${restored} restored${averages ? ', which are not averaged' : ''}`
  return averages ? 'weights became their moving average' : undefined
}
