/** A trainer on the device for as long as some work takes: the dataset is uploaded, the work done under watch, and everything freed. */
import type { Dataset } from '../../data/dataset'
import type { Recipe } from '../../model/recipe'
import type { DataShape } from '../../model/shapes'
import type { Stack } from '../../model/stack'
import { CallFailure } from './callFailure'
import type { Device } from './device'
import type { Trainer } from './trainer'

export interface Subject {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
}

/**
 * @param work gets a signal that is aborted when the device fails; it should then come to an end.
 * @throws CallFailure with code `device` when the device fails meanwhile.
 */
export async function withTrainer<Result>(
  { backend }: Device,
  dataset: Dataset,
  subject: Subject,
  work: (trainer: Trainer, failed: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const [{ uploadDataset }, { createTfjsTrainer }] = await Promise.all([
    import('../tfjs/deviceDataset'),
    import('../tfjs/tfjsTrainer'),
  ])
  const failing = new AbortController()
  const device = { lost: false }
  let stopWatching = (): void => undefined
  const failure = new Promise<never>((_, reject) => {
    stopWatching = backend.watch((trouble) => {
      device.lost ||= trouble.lost
      failing.abort()
      reject(new CallFailure('device', trouble.message))
    })
  })
  failure.catch(() => undefined)

  const uploaded = uploadDataset(dataset, backend.largestTensor)
  let trainer: Trainer | undefined
  try {
    trainer = await createTfjsTrainer({ ...subject, dataset: uploaded, labels: dataset.labels })
    const result = work(trainer, failing.signal)
    try {
      return await Promise.race([result, failure])
    } finally {
      // What waits for a lost device may wait for ever; after any other failure the work winds up first.
      if (!device.lost) await result.catch(() => undefined)
    }
  } finally {
    stopWatching()
    trainer?.dispose()
    uploaded.dispose()
    if (!device.lost) backend.releasePool()
  }
}
