import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../metrics/evaluation'
import { adviseOnLook, adviseOnRun, type RunHistory } from './advice'
import { DEFAULT_RECIPE, type Recipe } from './recipe'

// Most histories are those of real runs: LeNet-5 on Strata's sample digits, trained by the compiled trainer, seed 42. Made up for their case
// are those whose epochs are reckoned or all alike, and those of moving means that lag, of a model that is too sure, of balanced weights
// and of one class. So are all looks at the validation and test images: their confusion matrices hold what the advice reads.

type Epoch = readonly [loss: number, accuracy: number, validationLoss?: number, validationAccuracy?: number]

const epochsOf = (...epochs: readonly Epoch[]): RunHistory['epochs'] =>
  epochs.map(([loss, accuracy, validationLoss, validationAccuracy], at) => ({
    epoch: at + 1,
    train: { loss, accuracy },
    ...(validationLoss !== undefined && { validation: { loss: validationLoss, accuracy: validationAccuracy! } }),
  }))

const namesOf = (classes: number): readonly string[] => Array.from({ length: classes }, (_, at) => String(at))

/** A look at so many images of each class, the same share of each told rightly, and the others taken for the next class. */
function look(
  perClass: readonly number[],
  accuracy: number,
  loss: number,
  split: 'validation' | 'test' = 'validation',
) {
  const classes = perClass.length
  const confusion = new Array<number>(classes ** 2).fill(0)
  for (const [at, images] of perClass.entries()) {
    const right = Math.round(images * accuracy)
    confusion[at * classes + at] = right
    confusion[at * classes + ((at + 1) % classes)] = images - right
  }
  const images = perClass.reduce((sum, count) => sum + count, 0)
  return { split, images, classes: namesOf(classes), confusion, loss, accuracy } satisfies Evaluation
}

/** A look in which all images are taken for one class. */
function oneAnswer(perClass: readonly number[], answer: number, loss: number): Evaluation {
  const classes = perClass.length
  const confusion = perClass.flatMap((images) => namesOf(classes).map((_, at) => (at === answer ? images : 0)))
  const images = perClass.reduce((sum, count) => sum + count, 0)
  const accuracy = perClass[answer]! / images
  return { split: 'validation', images, classes: namesOf(classes), confusion, loss, accuracy }
}

const same = (classes: number, images: number): readonly number[] => new Array<number>(classes).fill(images)

function historyOf(
  changes: Partial<RunHistory> & Pick<RunHistory, 'epochs' | 'trainPerClass'>,
  recipe: Partial<Recipe> = {},
): RunHistory {
  return {
    recipe: { ...DEFAULT_RECIPE, batchSize: 32, epochs: changes.epochs.length, ...recipe },
    trainImages: Math.round(0.85 * changes.trainPerClass.reduce((sum, count) => sum + count, 0)),
    hasMovingMeans: false,
    keepsNormalisation: false,
    hasEnded: true,
    ...changes,
  }
}

describe('a run that learns nothing', () => {
  const HOT = historyOf(
    {
      epochs: epochsOf(
        [282.975, 0.319, 380.544, 0.25],
        [565.212, 0.191, 926.675, 0.25],
        [966.916, 0.225, 1187.011, 0.25],
        [992.113, 0.27, 1532.413, 0.25],
      ),
      trainPerClass: same(4, 60),
      look: oneAnswer(same(4, 9), 3, 1532.413),
    },
    { optimizer: 'sgd', learningRate: 10 },
  )

  it('by too large steps is told so, as soon as an epoch has ended', () => {
    const advice = {
      message:
        'The model names “3” for all 36 validation images, and the loss, 1532.41, is above that of guessing (1.39): it has learnt nothing yet.',
      fix: { label: 'Use learning rate 0.01', field: 'learningRate', value: 0.01 },
    }
    expect(adviseOnRun(HOT)).toEqual(advice)
    expect(adviseOnRun({ ...HOT, epochs: HOT.epochs.slice(0, 1), hasEnded: false })).toEqual(advice)
    const adam = historyOf(
      { epochs: epochsOf([25.51, 0.275], [21.785, 0.225], [25.771, 0.284]), trainPerClass: same(4, 60) },
      { learningRate: 1 },
    )
    expect(adviseOnRun(adam)).toMatchObject({
      message:
        'The model is right on 28.4 % of the train images, about as by guessing among 4 classes, and the loss, 25.77, is above that of guessing (1.39): it has learnt nothing yet.',
      fix: { value: 0.001 },
    })
    expect(adviseOnRun({ ...adam, recipe: { ...adam.recipe, learningRate: 0.001 } })?.fix.value).toBe(0.0001)
  })

  it('by too small ones is told at its end', () => {
    const cold = historyOf(
      {
        epochs: epochsOf(...Array.from({ length: 10 }, (_, at): Epoch => [1.368 - at / 1500, 0.29, 1.376, 0.361])),
        trainPerClass: same(4, 60),
        look: look(same(4, 9), 0.33, 1.374),
      },
      { optimizer: 'sgd', learningRate: 0.000_01 },
    )
    expect(adviseOnRun(cold)?.fix).toEqual({ label: 'Use learning rate 0.01', field: 'learningRate', value: 0.01 })
    expect(adviseOnRun({ ...cold, hasEnded: false })).toBeUndefined()
  })

  it('by too few steps is told to make smaller batches, or more epochs', () => {
    const few = { epochs: epochsOf([2.35, 0.078]), trainPerClass: same(10, 60) }
    expect(adviseOnRun(historyOf(few, { batchSize: 500 }))).toEqual({
      message:
        'The model is right on 7.8 % of the train images, about as by guessing among 10 classes, and the loss, 2.35, is above that of guessing (2.30): it has learnt nothing yet.',
      fix: { label: 'Use batch size 32', field: 'batchSize', value: 32 },
    })
    expect(adviseOnRun(historyOf(few))?.fix).toEqual({ label: 'Use 10 epochs', field: 'epochs', value: 10 })
  })

  it('with steps of the usual length is told to standardise, and then to make smaller ones', () => {
    const stuck = { epochs: epochsOf(...same(20, 0).map((): Epoch => [1.386, 0.26])), trainPerClass: same(4, 60) }
    expect(adviseOnRun(historyOf(stuck))?.fix).toMatchObject({ field: 'normalisation', value: 'standardise' })
    const standardised = adviseOnRun(historyOf(stuck, { normalisation: 'standardise' }))
    expect(standardised?.fix).toMatchObject({ field: 'learningRate', value: 0.0001 })
  })

  it('but the larger class’s name is told to balance the classes', () => {
    const uneven = historyOf({
      epochs: epochsOf([0.476, 0.843, 0.324, 0.906], [0.374, 0.904, 0.29, 0.906], [0.275, 0.904, 0.234, 0.906]),
      trainPerClass: [190, 10, 10],
      look: oneAnswer([29, 2, 1], 0, 0.234),
    })
    expect(adviseOnRun(uneven)).toEqual({
      message:
        'The model names “0” for all 32 validation images: 90.5 % of the train images are of that class, so it is right often enough without looking.',
      fix: { label: 'Balance the class weights', field: 'classWeight', value: 'balanced' },
    })
    const first = { ...uneven, epochs: uneven.epochs.slice(0, 1) }
    expect(adviseOnRun(first)?.fix.field).toBe('classWeight')
  })

  it('that others see, by moving means that lag behind, is told to go on', () => {
    const lagging = historyOf(
      {
        epochs: epochsOf([1.2, 0.62, 4.1, 0.1]),
        trainPerClass: same(10, 60),
        look: oneAnswer(same(10, 9), 4, 4.1),
        hasMovingMeans: true,
      },
      { epochs: 1 },
    )
    expect(adviseOnRun(lagging)).toEqual({
      message:
        'The model is right on 62.0 % of the train images, and on 10.0 % of the validation images: after 16 steps the moving means of BatchNormalization, by which it sees new images, may still lag behind. More epochs help.',
      fix: { label: 'Use 32 epochs', field: 'epochs', value: 32 },
    })
    const settled = adviseOnRun({ ...lagging, trainImages: 32_000 })
    expect(settled?.message).toMatch(/^The model knows its train images by heart/)
  })
})

describe('a run that knows its train images by heart', () => {
  const epochs = epochsOf(
    [2.352, 0.107, 2.205, 0.167],
    [1.372, 0.839, 1.721, 0.458],
    [0.48, 0.946, 1.431, 0.542],
    [0.154, 1, 1.376, 0.583],
    [0.043, 1, 1.44, 0.542],
    [0.01, 1, 1.517, 0.542],
  )
  const trainPerClass = same(10, 8)

  it('is told when it was best', () => {
    expect(adviseOnRun(historyOf({ epochs, trainPerClass, look: look(same(10, 30), 0.542, 1.517) }))).toEqual({
      message:
        'The model knows its train images by heart: it is right on 100.0 % of them, and on 54.2 % of the validation images. More images help most; so do Dropout, augmentation and fewer epochs.',
      fix: { label: 'Use 4 epochs', field: 'epochs', value: 4 },
    })
  })

  it('is told to vary them, where no epoch was better', () => {
    const { fix } = adviseOnRun(
      historyOf({ epochs: epochs.slice(0, 4), trainPerClass, look: look(same(10, 30), 0.583, 1.376) }),
    )!
    expect(fix).toMatchObject({ field: 'augmentation', value: { widthShift: 0.1, horizontalFlip: false } })
  })

  it('and is sure of what it doesn’t know is told that the loss is above that of guessing', () => {
    const sure = historyOf({ epochs: epochsOf([0.6, 0.8, 2.9, 0.7]), trainPerClass, look: look(same(10, 9), 0.7, 2.9) })
    expect(adviseOnRun(sure)?.message).toBe(
      'The model is right on 70.0 % of the validation images, and so sure where it is wrong that the loss, 2.90, is above that of guessing (2.30).',
    )
  })
})

describe('nothing is said of a run', () => {
  it.each<[string, RunHistory]>([
    [
      'that learns',
      historyOf({
        epochs: epochsOf([1.4, 0.588, 0.723, 0.787], [0.509, 0.849, 0.439, 0.873], [0.33, 0.902, 0.357, 0.89]),
        trainPerClass: same(10, 200),
        look: look(same(10, 30), 0.89, 0.357),
      }),
    ],
    [
      'that is better than guessing after one epoch',
      historyOf({
        epochs: epochsOf([2.129, 0.312, 1.821, 0.611]),
        trainPerClass: same(10, 60),
        look: look(same(10, 9), 0.611, 1.821),
      }),
    ],
    [
      'that has made two steps, and is a little better',
      historyOf(
        {
          epochs: epochsOf([2.35, 0.078, 2.257, 0.156], [2.238, 0.173, 2.209, 0.233]),
          trainPerClass: same(10, 60),
          look: look(same(10, 9), 0.233, 2.209),
        },
        { batchSize: 500 },
      ),
    ],
    [
      'on two classes',
      historyOf({
        epochs: epochsOf([0.597, 0.618, 0.375, 0.944], [0.271, 0.98, 0.166, 1], [0.111, 0.99, 0.064, 1]),
        trainPerClass: [60, 60],
        look: look([9, 9], 1, 0.064),
      }),
    ],
    [
      'whose four validation images are half wrong',
      historyOf({
        epochs: epochsOf([1.058, 0.563, 0.8, 1], [0.131, 1, 0.205, 0.5]),
        trainPerClass: same(3, 12),
        look: look([2, 2], 0.5, 0.205),
      }),
    ],
    [
      'without images to validate on',
      historyOf({ epochs: epochsOf([2.072, 0.277], [1.205, 0.728], [0.684, 0.808]), trainPerClass: same(10, 60) }),
    ],
    [
      'that balances uneven classes, and is right less often than the larger class’s share',
      historyOf(
        {
          epochs: epochsOf([0.9, 0.7, 0.8, 0.8]),
          trainPerClass: [190, 10, 10],
          look: look([29, 2, 2], 0.8, 0.8),
        },
        { classWeight: 'balanced' },
      ),
    ],
    ['of one class', historyOf({ epochs: epochsOf([0, 1]), trainPerClass: [60] })],
    ['before an epoch has ended', historyOf({ epochs: [], trainPerClass: [60, 60] })],
  ])('%s', (_, history) => {
    expect(adviseOnRun(history)).toBeUndefined()
    expect(adviseOnRun({ ...history, hasEnded: false })).toBeUndefined()
  })
})

describe('a model that was tested', () => {
  it('and names one class alone is told so, with what may be the cause', () => {
    expect(adviseOnLook({ ...oneAnswer(same(4, 10), 2, 3.1), split: 'test' })).toBe(
      'The model names “2” for all 40 test images: if it should do better, its pixels may have to become numbers in another way, or its classes may stand in another order.',
    )
  })

  it('and guesses is told so, where the images are enough to tell', () => {
    expect(adviseOnLook(look(same(10, 20), 0.1, 2.5, 'test'))).toMatch(
      /^The model does no better than guessing among 10/,
    )
    expect(adviseOnLook(look(same(10, 20), 0.9, 0.4, 'test'))).toBeUndefined()
    expect(adviseOnLook(look([5, 5], 0.4, 0.9, 'test'))).toBeUndefined()
    expect(adviseOnLook(look([2, 1], 0, 4, 'test'))).toBeUndefined()
  })

  it('on images of one class alone is not said to name only that', () => {
    expect(adviseOnLook(look([30, 0], 1, 0.1, 'test'))).toBeUndefined()
  })
})
