/** The PyTorch script runs unchanged on the files that Strata read, and comes to Strata's own losses. */
import { describe, expect, it } from 'vitest'
import { hasModules } from '../../../../scripts/interop/python'
import type { Dataset } from '../../../data/dataset'
import { createLayer, createStack, freezeLayers, type Stack } from '../../../model/graph/stack'
import { DEFAULT_RECIPE, type Recipe } from '../../../model/training/recipe'
import { PROOF_MODELS } from '../../proofModels.fixture'
import { lossDifference, runScript, shareDifference } from '../runScript.fixture'
import { lossesHere, makeFolders, makeSquares, partOfMnist, planOn } from '../scripts.fixture'
import { write } from './write'

const mnist = await partOfMnist()
const squares = makeSquares(240)

/** Everything but what is drawn by chance. */
const convolutions = ({ classes }: Dataset): Stack =>
  createStack('image', [
    createLayer('Conv2D', { filters: 8, activation: 'linear', useBias: false }),
    createLayer('BatchNormalization', { momentum: 0.5 }),
    createLayer('Activation', { activation: 'relu' }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 12, strides: [2, 2], padding: 'same', kernelInitializer: 'he_normal' }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 24, activation: 'swish' }),
    createLayer('Dense', { units: classes.length, activation: 'softmax' }),
  ])

/** The first convolution and its batch norm, and the Dense in the middle, which passes a gradient on. */
const frozen = (dataset: Dataset): Stack => {
  const stack = convolutions(dataset)
  return freezeLayers(
    stack,
    [0, 1, 6].map((at) => stack.layers[at]!.id),
    true,
  )
}

describe.skipIf(!hasModules('torch', 'numpy', 'PIL'))('a PyTorch script', () => {
  const recipe: Recipe = { ...DEFAULT_RECIPE, epochs: 2, batchSize: 64, learningRate: 0.002 }

  it('keeps frozen layers as they are, and comes to Strata’s losses', async () => {
    const decaying: Recipe = {
      ...recipe,
      batchSize: 16,
      optimizer: 'sgd',
      learningRate: 0.02,
      sgd: { ...recipe.sgd, weightDecay: 0.1 },
      clipping: { ...recipe.clipping, globalClipnorm: 0.5 },
    }
    const { plan, dataset } = await planOn(squares, frozen, decaying)
    const { losses } = await runScript(await write(plan, new Set()), squares)
    expect(lossDifference(losses, await lossesHere(plan, dataset), 'PyTorch script with frozen layers')).toBeLessThan(
      1e-3,
    )
  })

  it.skipIf(!mnist)('comes to Strata’s losses on MNIST, and is told to be good at it', async () => {
    const { plan, dataset } = await planOn(mnist!, convolutions, { ...recipe, epochs: 4 })
    const { stdout, losses } = await runScript(await write(plan, new Set()), mnist!)
    expect(lossDifference(losses, await lossesHere(plan, dataset), 'PyTorch script on MNIST')).toBeLessThan(1e-3)
    expect(stdout).toContain('680 train images, 120 validation images, 200 test images')
    expect(Number(/Test: accuracy (\S+) on 200 images/.exec(stdout)?.[1])).toBeGreaterThan(0.6)
  })

  it.each([
    [
      'all of a recipe that draws nothing by chance',
      {
        optimizer: 'adamW',
        labelSmoothing: 0.1,
        normalisation: 'standardise',
        classWeight: 'balanced',
        clipping: { ...recipe.clipping, globalClipnorm: 0.5 },
        movingAverage: { on: true, emaMomentum: 0.9, emaOverwriteFrequency: 3 },
        schedule: { kind: 'cosineDecay' },
        cosineDecay: { ...recipe.cosineDecay, warmupSteps: 3 },
        earlyStopping: { ...recipe.earlyStopping, on: true },
        modelCheckpoint: { ...recipe.modelCheckpoint, on: true },
      },
    ],
    [
      'SGD, one cycle and accumulation',
      { optimizer: 'sgd', schedule: { kind: 'oneCycle' }, accumulation: { gradientAccumulationSteps: 2 } },
    ],
    [
      'Adagrad and a step decay',
      { optimizer: 'adagrad', schedule: { kind: 'stepDecay' }, stepDecay: { epochs: 1, factor: 0.1 } },
    ],
    ['Nadam and restarts', { optimizer: 'nadam', schedule: { kind: 'cosineDecayRestarts' } }],
  ] as const)('comes to them with %s', async (name, change) => {
    const { plan, dataset } = await planOn(squares, convolutions, { ...recipe, ...change, batchSize: 16 })
    const { losses } = await runScript(await write(plan, new Set()), squares)
    expect(lossDifference(losses, await lossesHere(plan, dataset), `PyTorch script with ${name}`)).toBeLessThan(1e-3)
  })

  it('augments, reduces its rate and adds penalties', async () => {
    const change: Partial<Recipe> = {
      augmentation: {
        ...recipe.augmentation,
        rotation: 10,
        zoom: 0.1,
        shear: 5,
        noise: 0.05,
        horizontalFlip: true,
        verticalFlip: true,
      },
      reduceLROnPlateau: { ...recipe.reduceLROnPlateau, on: true },
    }
    const stack = ({ classes }: Dataset): Stack =>
      createStack('flat', [
        createLayer('Dense', { units: 16, kernelL1: 0.001, kernelL2: 0.01 }),
        createLayer('Dropout'),
        createLayer('Dense', { units: classes.length, activation: 'softmax' }),
      ])
    const { plan } = await planOn(squares, stack, { ...recipe, ...change, batchSize: 16 })
    const { losses, stdout } = await runScript(await write(plan, new Set()), squares)
    expect(losses.length).toBeGreaterThan(10)
    expect(losses.every(Number.isFinite)).toBe(true)
    expect(stdout).toContain('Test: accuracy')
  })

  it('reads folders of classes as Strata does', async () => {
    const folders = makeFolders(160)
    const { plan, dataset } = await planOn(folders, convolutions, { ...recipe, batchSize: 16 })
    const { losses, stdout } = await runScript(await write(plan, new Set()), folders)
    expect(lossDifference(losses, await lossesHere(plan, dataset), 'Script on folders')).toBeLessThan(1e-3)
    expect(stdout).toContain('102 train images, 18 validation images, 40 test images')
  })

  it.each(PROOF_MODELS)('builds $name, and begins with its weights', async ({ model }) => {
    const { stack, data, classes } = model
    const written = await write({ stack, data, classes, recipe: DEFAULT_RECIPE }, new Set())
    expect(await shareDifference(written, model, 'cpu')).toBeLessThan(1e-5)
  })
})
