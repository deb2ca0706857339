import { describe, expect, it } from 'vitest'
import { NO_CLIPPING, type Clipping } from './clipping'
import { checkRecipe, DEFAULT_RECIPE, isSameRecipe } from './recipe'
import type { Recipe } from './recipe'
import type { OptimizerName } from './optimizers/optimizers'

const MNIST = Array.from({ length: 10 }, () => 6000)

describe('checkRecipe', () => {
  it('has nothing against the defaults', () => {
    expect(checkRecipe(DEFAULT_RECIPE)).toEqual([])
    expect(checkRecipe(DEFAULT_RECIPE, { trainPerClass: MNIST })).toEqual([])
  })

  const rate = 'Learning rate must be a number above 0 and at most 10.'
  const split = 'Validation split must be a number of 0 or more and below 1.'
  it.each<[keyof Recipe, number, string]>([
    ['learningRate', 0, rate],
    ['learningRate', -1, rate],
    ['learningRate', 1e9, rate],
    ['learningRate', NaN, rate],
    ['learningRate', Infinity, rate],
    ['labelSmoothing', 1, 'Label smoothing must be a number of 0 or more and below 1.'],
    ['labelSmoothing', -0.1, 'Label smoothing must be a number of 0 or more and below 1.'],
    ['labelSmoothing', NaN, 'Label smoothing must be a number of 0 or more and below 1.'],
    ['epochs', 0, 'Epochs must be a whole number from 1 to 1,000.'],
    ['epochs', 1.5, 'Epochs must be a whole number from 1 to 1,000.'],
    ['batchSize', 0, 'Batch size must be a whole number from 1 to 65,536.'],
    ['epochs', -2, 'Epochs must be a whole number from 1 to 1,000.'],
    ['batchSize', 1.5, 'Batch size must be a whole number from 1 to 65,536.'],
    ['batchSize', NaN, 'Batch size must be a whole number from 1 to 65,536.'],
    ['validationSplit', 1, split],
    ['validationSplit', -0.1, split],
    ['seed', 0.5, 'Seed must be a whole number from 0 to 4,294,967,295.'],
    ['seed', -1, 'Seed must be a whole number from 0 to 4,294,967,295.'],
  ])('says at %s what is wrong with %d', (field, value, message) => {
    expect(checkRecipe({ ...DEFAULT_RECIPE, [field]: value }, { trainPerClass: MNIST })).toEqual([{ field, message }])
  })

  const share = (label: string): string => `${label} must be a number of 0 or more and below 1.`
  const epsilon = 'Epsilon must be a number from 1e-12 to 1.'
  it.each<[OptimizerName, string, number, string]>([
    ['adam', 'beta1', 1, share('Beta 1')],
    ['adam', 'beta2', 1.5, share('Beta 2')],
    ['adam', 'epsilon', -1e-7, epsilon],
    ['adam', 'epsilon', 0, epsilon],
    ['adam', 'epsilon', NaN, epsilon],
    ['adamW', 'weightDecay', -0.1, 'Weight decay must be a number from 0 to 10.'],
    ['nadam', 'beta1', -0.1, share('Beta 1')],
    ['sgd', 'momentum', 1, share('Momentum')],
    ['sgd', 'momentum', NaN, share('Momentum')],
    ['rmsprop', 'rho', 1, share('Rho')],
    ['rmsprop', 'momentum', -1, share('Momentum')],
    ['adagrad', 'initialAccumulatorValue', -1, 'Initial accumulator must be a number from 0 to 1,000.'],
  ])('says of %s what is wrong with %s %d, and only where it is chosen', (optimizer, part, value, message) => {
    const wrong = { ...DEFAULT_RECIPE, [optimizer]: { ...DEFAULT_RECIPE[optimizer], [part]: value } }
    expect(checkRecipe({ ...wrong, optimizer })).toEqual([{ field: optimizer, part, message }])
    expect(checkRecipe({ ...wrong, optimizer: optimizer === 'adam' ? 'sgd' : 'adam' })).toEqual([])
  })

  it('says which part of the augmentation is wrong', () => {
    const augmentation = { ...DEFAULT_RECIPE.augmentation, rotation: 181, noise: NaN }
    expect(checkRecipe({ ...DEFAULT_RECIPE, augmentation }, { trainPerClass: MNIST })).toEqual([
      { field: 'augmentation', part: 'rotation', message: 'Rotation must be a number from 0 to 180.' },
      { field: 'augmentation', part: 'noise', message: 'Noise must be a number from 0 to 1.' },
    ])
  })

  it.each([
    ['clipvalue', 0, 'Clip value must be a number above 0 and at most 1,000,000.'],
    ['clipnorm', -1, 'Clip norm must be a number above 0 and at most 1,000,000.'],
    ['globalClipnorm', NaN, 'Global clip norm must be a number above 0 and at most 1,000,000.'],
    ['globalClipnorm', Infinity, 'Global clip norm must be a number above 0 and at most 1,000,000.'],
  ] as const)('says of clipping by %s of %d what is wrong', (part, value, message) => {
    const clipping = { ...NO_CLIPPING, [part]: value }
    expect(checkRecipe({ ...DEFAULT_RECIPE, clipping })).toEqual([{ field: 'clipping', part, message }])
  })

  it('lets gradients be clipped in one way, as Keras does', () => {
    const message = 'Only one of Clip value, Clip norm and Global clip norm can be set: empty the others.'
    const check = (clipping: Partial<Clipping>) =>
      checkRecipe({ ...DEFAULT_RECIPE, clipping: { ...NO_CLIPPING, ...clipping } })
    expect(check({ clipvalue: 1 })).toEqual([])
    expect(check({ clipnorm: 1 })).toEqual([])
    expect(check({ globalClipnorm: 1 })).toEqual([])
    expect(check({ clipvalue: 1, clipnorm: 1 })).toEqual([{ field: 'clipping', part: 'clipnorm', message }])
    expect(check({ clipvalue: 1, globalClipnorm: 1 })).toEqual([{ field: 'clipping', part: 'globalClipnorm', message }])
    expect(check({ clipvalue: 1, clipnorm: 2, globalClipnorm: 1 })).toEqual([
      { field: 'clipping', part: 'clipnorm', message },
    ])
  })

  const most = 'a whole number from 1 to 1,000,000.'
  it.each([
    ['emaMomentum', 1.01, 'EMA momentum must be a number from 0 to 1.'],
    ['emaMomentum', -0.1, 'EMA momentum must be a number from 0 to 1.'],
    ['emaMomentum', NaN, 'EMA momentum must be a number from 0 to 1.'],
    ['emaOverwriteFrequency', 0, `Overwrite every must be ${most}`],
    ['emaOverwriteFrequency', 2.5, `Overwrite every must be ${most}`],
  ] as const)(
    'says of a moving average by %s of %d what is wrong, and only where there is one',
    (part, value, message) => {
      const movingAverage = { ...DEFAULT_RECIPE.movingAverage, on: true, [part]: value }
      expect(checkRecipe({ ...DEFAULT_RECIPE, movingAverage })).toEqual([{ field: 'movingAverage', part, message }])
      expect(checkRecipe({ ...DEFAULT_RECIPE, movingAverage: { ...movingAverage, on: false } })).toEqual([])
    },
  )

  it.each([1, 0, -3, 2.5, NaN])('accumulates gradients over 2 steps or more, as Keras does: not over %d', (steps) => {
    const part = 'gradientAccumulationSteps'
    const message = 'Accumulation steps must be a whole number from 2 to 1,000,000.'
    const wrong = { ...DEFAULT_RECIPE, accumulation: { [part]: steps } }
    expect(checkRecipe(wrong)).toEqual([{ field: 'accumulation', part, message }])
    expect(checkRecipe({ ...DEFAULT_RECIPE, accumulation: { [part]: 2 } })).toEqual([])
    // Two epochs of 13 steps.
    const short = { ...DEFAULT_RECIPE, validationSplit: 0, epochs: 2, batchSize: 8 }
    const facts = { trainPerClass: [50, 51] }
    expect(checkRecipe({ ...short, accumulation: { [part]: 26 } }, facts)).toEqual([])
    expect(checkRecipe({ ...short, accumulation: { [part]: 1000 } }, facts)).toEqual([
      {
        field: 'accumulation',
        part,
        message: 'Accumulation steps are 1,000, and the run has 26 steps: the weights would never change.',
      },
    ])
  })

  it('says what a callback asks for that the run won’t have, and how to mend it', () => {
    const on = { ...DEFAULT_RECIPE, earlyStopping: { ...DEFAULT_RECIPE.earlyStopping, on: true }, validationSplit: 0 }
    const message =
      'Early stopping monitors val_loss, but no images are there to validate: choose loss, or a validation split above 0.'
    expect(checkRecipe(on, { trainPerClass: MNIST })).toEqual([
      { field: 'earlyStopping', part: 'monitor', message, suggestion: 'loss' },
    ])
    expect(checkRecipe(on, { trainPerClass: MNIST, hasValidation: true })).toEqual([])
    // Before there are data, that can't be told.
    expect(checkRecipe(on)).toEqual([])
    const mended = { ...on, earlyStopping: { ...on.earlyStopping, monitor: 'loss' as const } }
    expect(checkRecipe(mended, { trainPerClass: MNIST })).toEqual([])
  })

  it('asks nothing of a callback that is off, or of a schedule that is not chosen', () => {
    const earlyStopping = { ...DEFAULT_RECIPE.earlyStopping, patience: NaN }
    const cosineDecay = { ...DEFAULT_RECIPE.cosineDecay, alpha: 7 }
    const recipe = { ...DEFAULT_RECIPE, earlyStopping, cosineDecay }
    expect(checkRecipe(recipe)).toEqual([])
    const used = {
      ...recipe,
      earlyStopping: { ...earlyStopping, on: true },
      schedule: { kind: 'cosineDecay' as const },
    }
    expect(checkRecipe(used).map(({ field, part, message }) => [field, part, message])).toEqual([
      ['earlyStopping', 'patience', 'Patience must be a whole number from 0 to 1,000.'],
      ['cosineDecay', 'alpha', 'Alpha must be a number from 0 to 1.'],
    ])
  })

  it('lets one thing alone set the learning rate', () => {
    const reduceLROnPlateau = { ...DEFAULT_RECIPE.reduceLROnPlateau, on: true }
    const recipe = { ...DEFAULT_RECIPE, reduceLROnPlateau }
    expect(checkRecipe(recipe)).toEqual([])
    expect(checkRecipe({ ...recipe, schedule: { kind: 'stepDecay' } })).toEqual([
      {
        field: 'reduceLROnPlateau',
        part: 'on',
        message:
          'A schedule and Reduce learning rate on plateau can’t both set the learning rate: turn one of them off.',
        suggestion: false,
      },
    ])
    expect(checkRecipe({ ...recipe, learningRate: 0.0001 })).toMatchObject([{ part: 'minLr', suggestion: 0 }])
  })

  it('holds a warm-up to the steps of the run', () => {
    const recipe = {
      ...DEFAULT_RECIPE,
      batchSize: 100,
      epochs: 2,
      validationSplit: 0,
      schedule: { kind: 'cosineDecay' as const },
      cosineDecay: { ...DEFAULT_RECIPE.cosineDecay, warmupSteps: 1200 },
    }
    expect(checkRecipe(recipe, { trainPerClass: MNIST })).toEqual([
      {
        field: 'cosineDecay',
        part: 'warmupSteps',
        message: 'Warm-up steps is 1,200, but the whole run has 1,200 steps: choose fewer.',
        suggestion: 120,
      },
    ])
  })

  it('says everything at once, of the recipe’s own settings first', () => {
    const augmentation = { ...DEFAULT_RECIPE.augmentation, zoom: 2 }
    const problems = checkRecipe({ ...DEFAULT_RECIPE, augmentation }, { trainPerClass: [10, 10] })
    expect(problems.map(({ field }) => field)).toEqual(['batchSize', 'augmentation'])
  })

  it('holds the batch to the images that are left to train on', () => {
    const recipe = { ...DEFAULT_RECIPE, batchSize: 850 }
    expect(checkRecipe(recipe, { trainPerClass: [500, 500] })).toEqual([])
    expect(checkRecipe({ ...recipe, batchSize: 851 }, { trainPerClass: [500, 500] })).toEqual([
      {
        field: 'batchSize',
        message:
          'Batch size is 851, but there are only 850 images to train on, after 150 are kept aside to validate: choose 850 or less.',
        suggestion: 850,
      },
    ])
  })

  it('counts an image of each class that always stays to train on', () => {
    const recipe = { ...DEFAULT_RECIPE, validationSplit: 0.9 }
    expect(checkRecipe({ ...recipe, batchSize: 4 }, { trainPerClass: [1, 1, 2] })[0]?.message).toBe(
      'Batch size is 4, but there are only 3 images to train on, after 1 is kept aside to validate: choose 3 or less.',
    )
    expect(checkRecipe({ ...recipe, batchSize: 3 }, { trainPerClass: [1, 1, 2] })).toEqual([])
    expect(checkRecipe({ ...recipe, batchSize: 2 }, { trainPerClass: [1] })[0]?.message).toBe(
      'Batch size is 2, but there is only 1 image to train on: choose 1.',
    )
  })

  it('does not speak of the batch while there is nothing to train on', () => {
    expect(checkRecipe(DEFAULT_RECIPE, { trainPerClass: [0, 0] })).toEqual([])
  })

  it('keeps no images aside when the data bring a validation split', () => {
    const recipe = { ...DEFAULT_RECIPE, batchSize: 1000 }
    expect(checkRecipe(recipe, { trainPerClass: [500, 500], hasValidation: true })).toEqual([])
    expect(
      checkRecipe({ ...recipe, batchSize: 1001 }, { trainPerClass: [500, 500], hasValidation: true })[0]?.message,
    ).toBe('Batch size is 1,001, but there are only 1,000 images to train on: choose 1,000 or less.')
  })
})

describe('isSameRecipe', () => {
  it('takes a number left open for the same as itself', () => {
    expect(isSameRecipe({ ...DEFAULT_RECIPE, epochs: NaN }, { ...DEFAULT_RECIPE, epochs: NaN })).toBe(true)
    expect(isSameRecipe({ ...DEFAULT_RECIPE, epochs: NaN }, DEFAULT_RECIPE)).toBe(false)
  })

  it('compares every field', () => {
    expect(isSameRecipe(DEFAULT_RECIPE, { ...DEFAULT_RECIPE })).toBe(true)
    expect(isSameRecipe(DEFAULT_RECIPE, { ...DEFAULT_RECIPE, seed: 7 })).toBe(false)
    expect(isSameRecipe(DEFAULT_RECIPE, { ...DEFAULT_RECIPE, optimizer: 'sgd' })).toBe(false)
    const augmentation = { ...DEFAULT_RECIPE.augmentation }
    expect(isSameRecipe(DEFAULT_RECIPE, { ...DEFAULT_RECIPE, augmentation })).toBe(true)
    expect(
      isSameRecipe(DEFAULT_RECIPE, { ...DEFAULT_RECIPE, augmentation: { ...augmentation, verticalFlip: true } }),
    ).toBe(false)
  })
})
