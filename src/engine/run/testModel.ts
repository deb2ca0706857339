/** The test results of a model: the same pass as at the end of a run. */
import type { Dataset } from '../../data/dataset'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { OpenDevice } from '../device/heldDevice'
import { CallFailure } from '../failures'
import type { DeviceEvent } from '../protocol/device'
import { whyNotTest } from './checks'
import { evaluateSplit } from './loop/evaluate'
import { examplesOf } from './loop/examples'
import { withTrainer } from './withTrainer'

/** @throws CallFailure with code `badInput` when the model is not for these data, or they have no test images. */
export async function testModel(
  model: TrainedModel,
  dataset: Dataset,
  openDevice: OpenDevice,
  signal: AbortSignal,
  emit: (event: DeviceEvent) => void,
): Promise<Evaluation> {
  const obstacle = whyNotTest(model, dataset)
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  const { stack, data, normalisation, recipe = DEFAULT_RECIPE } = model
  const subject = { stack, data, normalisation, recipe }
  return withTrainer(await openDevice(), dataset, subject, signal, async (opened, failed) => {
    const { trainer, kind, reason } = opened
    emit({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    trainer.loadWeights(model.weights)
    const pass = evaluateSplit(trainer, examplesOf(dataset, 0, 0), 'test')
    try {
      for (;;) {
        signal.throwIfAborted()
        failed.throwIfAborted()
        const { done, value } = await pass.next()
        if (done) return value
      }
    } finally {
      await pass.return(undefined as never)
    }
  })
}
