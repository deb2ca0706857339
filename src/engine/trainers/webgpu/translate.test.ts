import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { NO_AUGMENTATION } from '../../../model/training/augmentation'
import { NO_CLIPPING } from '../../../model/training/clipping'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { drawStack } from '../plan/drawStack.fixture'
import { fuse } from '../plan/fuse'
import { lowerStack, type LowerOptions } from '../plan/lowerStack'
import { PlanBuilder } from '../plan/lower/builder'
import { factsOf, type AnyOperation, type AnyOperationKind } from '../plan/operation'
import { translate } from './translate'
import { TUNINGS } from './tuning'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }
const augmentation = { ...NO_AUGMENTATION, rotation: 10, noise: 0.1 }

const operationsOf = (options: Pick<LowerOptions, 'stack' | 'data'> & Partial<LowerOptions>) => {
  const plan = lowerStack({
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(options.data.channels),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 60_000 }],
    ...options,
  })
  const fused = fuse(plan)
  return [...new Set([...plan.forward, ...plan.backward, ...fused.forward, ...fused.backward])]
}

function operationsOfShared(): readonly AnyOperation[] {
  const plan = new PlanBuilder(4, [])
  const kept = { buffer: 'sums', activation: 'tanh' } as const
  plan.share('dense', plan.value('dense', [10], { trained: true, kept }), 7)
  return plan.backward
}

const PLANS = [
  ...TEMPLATES.map((template) => {
    const { stack } = template.build(DATA)
    return [template.name, operationsOf({ stack, data: DATA })] as const
  }),
  [
    'augmented and weighted',
    operationsOf({
      stack: TEMPLATES[0].build(DATA).stack,
      data: DATA,
      recipe: { ...DEFAULT_RECIPE, augmentation },
      classWeights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    }),
  ] as const,
  ...([{ clipvalue: 0.5 }, { clipnorm: 0.5 }, { globalClipnorm: 0.5 }] as const).map((clip) => {
    const stack = TEMPLATES.find(({ name }) => name === 'Keras ResNet')!.build(DATA).stack
    const recipe = { ...DEFAULT_RECIPE, labelSmoothing: 0.1, clipping: { ...NO_CLIPPING, ...clip } }
    return [`smoothed, by ${Object.keys(clip).join('')}`, operationsOf({ stack, data: DATA, recipe })] as const
  }),
  ['a value that seven layers read', operationsOfShared()] as const,
  ...Array.from({ length: 40 }, (_, seed) => [`a drawn stack, seed ${seed}`, operationsOf(drawStack(seed))] as const),
]

const CASES = PLANS.flatMap(([name, operations]) =>
  Object.entries(TUNINGS).map(([tuned, tuning]) => [name, tuned, operations, tuning] as const),
)

describe.each(CASES)('the kernels of %s, tuned for %s', (_name, _tuned, operations, tuning) => {
  it('are the same out of a plan that was written down and read again', () => {
    const kernels = operations.flatMap((operation) => translate(operation, tuning))
    expect(
      (JSON.parse(JSON.stringify(operations)) as typeof operations).flatMap((operation) =>
        translate(operation, tuning),
      ),
    ).toEqual(kernels)
    expect(structuredClone(operations).flatMap((operation) => translate(operation, tuning))).toEqual(kernels)
  })

  it('read and write what the plan says', () => {
    for (const operation of operations) {
      const bindings = translate(operation, tuning).flatMap((kernel) => kernel.bindings)
      const bound = (access: 'read' | 'write') =>
        new Set(bindings.filter((binding) => binding.access === access).map(({ buffer }) => buffer))
      const { reads, writes } = factsOf(operation)
      expect([operation.kind, bound('read'), bound('write')]).toEqual([operation.kind, new Set(reads), new Set(writes)])
    }
  })
})

it('is asked for every kind by these plans', () => {
  const asked: Record<AnyOperationKind, boolean> = {
    drawTransforms: false,
    gatherBatch: false,
    gatherAugmented: false,
    conv2dForward: false,
    conv2dInputGradient: false,
    filterGradient: false,
    transposeKernel: false,
    depthwiseConv2dForward: false,
    depthwiseConv2dInputGradient: false,
    depthwiseFilterGradient: false,
    conv2dTransposeForward: false,
    conv2dTransposeInputGradient: false,
    biasGradient: false,
    denseForward: false,
    denseInputGradient: false,
    maxPooling2dForward: false,
    maxPooling2dInputGradient: false,
    averagePooling2dForward: false,
    averagePooling2dInputGradient: false,
    globalAveragePooling2dForward: false,
    globalAveragePooling2dInputGradient: false,
    globalMaxPooling2dForward: false,
    globalMaxPooling2dInputGradient: false,
    upSampling2dForward: false,
    upSampling2dInputGradient: false,
    placeImage: false,
    permute: false,
    dropoutForward: false,
    dropoutInputGradient: false,
    joinGradients: false,
    batchMoments: false,
    batchStatistics: false,
    batchNormalizationForward: false,
    batchNormalizationInputGradient: false,
    layerNormalizationForward: false,
    layerNormalizationInputGradient: false,
    normalizationGradientSums: false,
    sumRuns: false,
    mergeForward: false,
    mergeInputGradient: false,
    concatenateForward: false,
    concatenateInputGradient: false,
    spatialDropoutForward: false,
    spatialDropoutInputGradient: false,
    gaussianDropoutForward: false,
    gaussianDropoutInputGradient: false,
    gaussianNoiseForward: false,
    pointwiseForward: false,
    preluForward: false,
    preluInputGradient: false,
    preluAlphaGradient: false,
    softmaxForward: false,
    softmaxInputGradient: false,
    classificationLoss: false,
    sumGradients: false,
    squareGradients: false,
    gradientNorms: false,
    optimize: false,
    finishStep: false,
    endStep: false,
    trainingLoss: false,
    denseLoss: false,
    filterGradientBelow: false,
  }
  for (const { kind } of PLANS.flatMap(([, operations]) => operations)) asked[kind] = true
  expect(Object.entries(asked).filter(([, isAsked]) => !isAsked)).toEqual([])
})
