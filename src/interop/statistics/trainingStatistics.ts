/**
 * Ludwig's `training_statistics.json`, of a run's epochs. What a run does not tell is left out, as Ludwig leaves out what it did not measure:
 * hits at k and the area under ROC, which are means over the classes there, and all that the test images would tell after each epoch.
 *
 * Figures of the train images are means over each epoch while the weights move, and so are Ludwig's unless `evaluate_training_set` is on.
 * Ludwig's losses are means over batches, ours over images.
 */
import type { Confusion } from '../../model/metrics/confusion'
import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import { macroAccuracy } from './confusionStats'
import { pythonJson, type PythonValue } from './pythonJson'

export const TRAINING_STATISTICS = 'training_statistics.json'

export interface EndedEpoch {
  readonly train: LossAndAccuracy
  readonly validation?: LossAndAccuracy
  /** Of the validation images, where it is kept. */
  readonly confusion?: Confusion
}

/** @param epochs one after another, from the first. */
export function trainingStatistics(epochs: readonly EndedEpoch[], classes: number): string {
  const looks = epochs.map(({ validation }) => validation).filter((look) => look !== undefined)
  const confusions = epochs.map(({ confusion }) => confusion).filter((confusion) => confusion !== undefined)
  // A list that lacks epochs would stand beside the others as if it were of the first.
  const hasAll = looks.length === epochs.length
  const accuracy =
    confusions.length === epochs.length ? confusions.map((confusion) => macroAccuracy(confusion, classes)) : undefined
  return pythonJson({
    evaluation_frequency: { frequency: 1, period: 'epoch' },
    training: figuresOf(epochs.map(({ train }) => train)),
    validation: hasAll ? figuresOf(looks, accuracy) : {},
    test: {},
  })
}

/** Ludwig's `accuracy` is the mean over the classes, and `accuracy_micro` over the images. */
function figuresOf(figures: readonly LossAndAccuracy[], macro?: readonly number[]): PythonValue {
  const loss = figures.map((each) => each.loss)
  const micro = figures.map(({ accuracy }) => accuracy)
  return { combined: { loss }, label: { ...(macro && { accuracy: macro }), accuracy_micro: micro, loss } }
}
