/** What a model makes of all images of a dataset, one by one. */
import { breathe } from '../../common/breathe'
import { addProbabilities, type Predictions } from '../../model/metrics/predictions'
import { fitClasses } from './fitClasses'
import { createPassPace, passOver } from './loop/passOver'
import { withModel, type WithModel } from './withModel'

/**
 * The classes are the model's, in the order of its outputs. Of images in no split too, so that what is taken out and put back has its predictions.
 * @param onProgress hears the share that is done, about ten times a second.
 * @throws CallFailure with code `badInput` when the model is not for these data; the signal's reason.
 */
export async function predictImages(of: WithModel, onProgress: (share: number) => void): Promise<Predictions> {
  const dataset = fitClasses(of.model, of.dataset)
  const { count, classes } = dataset
  return withModel({ ...of, dataset }, async ({ trainer, goOn }) => {
    const predicted = new Uint16Array(count)
    const probabilities = new Uint16Array(count * classes.length)
    const rows = Uint32Array.from({ length: count }, (_, row) => row)
    let done = 0
    goOn()
    for await (const { classified } of passOver(trainer, rows, createPassPace(), { logits: true })) {
      goOn()
      predicted.set(classified.predicted, done)
      addProbabilities(classified.logits!, classes.length, probabilities, done * classes.length)
      done += classified.predicted.length
      onProgress(done / count)
      // Other work may be waiting, which this gives way to.
      await breathe()
    }
    return { classes, predicted, probabilities }
  })
}
