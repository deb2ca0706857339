/** For tests: what Keras itself computes, from the files in `fixtures/keras/`, which `npm run vectors` writes. */
import { readdirSync, readFileSync } from 'node:fs'
import type { KerasConfig, Shape } from './layers/define'
import type { Initializer } from './layers/initializers'
import type { Monitor } from './training/callbacks/callback'
import { NO_CLIPPING, type Clipping } from './training/clipping'
import { ruleOf, type OptimizerName, type OptimizerRule } from './training/optimizers/optimizers'
import { DEFAULT_RECIPE, type Recipe } from './training/recipe'
import type { PlannedSteps } from './training/schedules/schedule'
import type { ScheduleChoice } from './training/schedules/schedules'

/** The images of a batch. */
export const VECTOR_BATCH = 3

interface VectorWeight {
  readonly name: string
  readonly shape: Shape
  readonly trainable: boolean
  readonly values: readonly number[]
}

/** One layer on one batch. Values are in row-major order, the batch axis first. */
export interface LayerVector {
  readonly name: string
  readonly className: string
  /** As Keras 3 writes it, without the entries that every layer has. */
  readonly config: KerasConfig
  readonly inputs: readonly Shape[]
  readonly output: Shape
  readonly parameters: number
  readonly weights: readonly VectorWeight[]
  readonly x: readonly (readonly number[])[]
  /** The output when the layer is not training. */
  readonly inference: readonly number[]
  /** The output in training; absent where it is the same, or by chance. */
  readonly training?: readonly number[]
  /** What training makes of the weights that have no gradient. */
  readonly updated?: readonly (readonly number[])[]
  /** Absent, and no gradients either, where they are by chance. */
  readonly backward?: Backward
}

interface Backward {
  /** The gradient of the output. */
  readonly cotangent: readonly number[]
  readonly inputs: readonly (readonly number[])[]
  /** Of those that train, in their order. */
  readonly weights: readonly (readonly number[])[]
}

export interface InitializerFacts {
  readonly name: Initializer
  readonly shape: Shape
  readonly fanIn: number
  readonly fanOut: number
  /** The standard deviation. */
  readonly deviation: number
  /** No value lies beyond; `null` where there is none. */
  readonly bound: number | null
}

export interface RegularizerVector {
  readonly config: KerasConfig
  readonly weight: readonly number[]
  readonly penalty: number
  readonly gradient: readonly number[]
}

interface ModelWeight extends Omit<VectorWeight, 'name'> {
  /** Such as `conv2d/kernel`. */
  readonly key: string
}

/** Some steps of training a model, epoch after epoch on the same batches. Its loss is computed from logits, the penalties of regularisers left out. */
export interface ModelVector {
  readonly name: string
  readonly topology: unknown
  /** One axis or three. */
  readonly input: Shape
  readonly classes: number
  /** With the settings of a schedule, where there is one. */
  readonly recipe: Pick<Recipe, 'optimizer' | 'learningRate' | 'batchSize'> & Partial<Recipe>
  /** Of each class, where they don't count alike. */
  readonly classWeights?: readonly number[]
  /** Bytes; the model gets them divided by 255. */
  readonly pixels: readonly number[]
  readonly labels: readonly number[]
  readonly initial: readonly ModelWeight[]
  readonly steps: readonly {
    readonly images: number
    readonly loss: number
    readonly penalty: number
    readonly correct: number
  }[]
  readonly final: readonly Pick<ModelWeight, 'key' | 'values'>[]
  /** The weights as `fit` leaves them, where those are averages. */
  readonly finalized?: ModelVector['final']
  /** All images behind the last step, when the model is not training: their mean loss, as `evaluate` tells it. */
  readonly classified: { readonly loss: number; readonly predicted: readonly number[] }
}

/** What a model of `models.json` or `long.json` makes of some of its images before its first step. */
export interface ObservedVector {
  readonly name: string
  readonly rows: readonly number[]
  /** Of each image, the class whose logit is the score. */
  readonly classes: readonly number[]
  /** In no certain order. Those of a softmax at the end are the logits'. */
  readonly layers: readonly {
    readonly name: string
    readonly shape: Shape
    /** images x shape, and so is the gradient of the scores' sum. */
    readonly output: readonly number[]
    readonly gradient: readonly number[]
    /** images x height x width, where the output has places. */
    readonly gradCam?: readonly number[]
    readonly layerCam?: readonly number[]
  }[]
  /** Of the mean loss of the first eight images and the penalties, in training: of the weights that train. */
  readonly weightGradients: readonly Pick<ModelWeight, 'key' | 'values'>[]
}

/** Points of `images` x `width` values, and a map of them. */
export interface MapVector {
  readonly width: number
  readonly kept: number
  readonly values: readonly number[]
  /** images x `kept`. */
  readonly scores: readonly number[]
  readonly explained: readonly number[]
  /** images x 2. */
  readonly points: readonly number[]
  readonly labels: readonly number[]
  /** On the map: images x 7. */
  readonly neighbours: readonly number[]
  /** How many of these have the image's label. */
  readonly alike: readonly number[]
  /** By the number of neighbours. */
  readonly trustworthiness: Readonly<Record<string, number>>
}

const FOLDER = new URL('fixtures/keras/', import.meta.url)

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
}

/** What scikit-learn makes of points. */
export function readMapVectors(): readonly MapVector[] {
  return (read('maps.json') as { readonly cases: readonly MapVector[] }).cases
}

/** Of all layer types. */
export function readLayerVectors(): readonly LayerVector[] {
  return readdirSync(new URL('layers/', FOLDER)).flatMap((file) =>
    (read(`layers/${file}`) as { readonly cases: readonly LayerVector[] }).cases.map((vector) => ({
      ...vector,
      weights: vector.weights.map((weight) => ({ ...weight, name: nameIn(vector.className, weight.name) })),
    })),
  )
}

/** Models trained five steps. */
export const readModelVectors = (): readonly ModelVector[] => readModels('models.json')

/** Models trained forty steps of Adam. */
export const readLongModelVectors = (): readonly ModelVector[] => readModels('long.json')

/** Models trained forty steps, of which some layers are frozen. */
export const readFrozenModelVectors = (): readonly ModelVector[] => readModels('frozen.json')

/** Models trained forty steps, each step by the rate of a schedule. */
export const readScheduledModelVectors = (): readonly ModelVector[] => readModels('scheduled.json')

/** Models trained twenty steps, each by another optimizer. */
export const readOptimizedModelVectors = (): readonly ModelVector[] => readModels('optimized.json')

/** Models trained twenty steps, by clipped gradients. */
export const readClippedModelVectors = (): readonly ModelVector[] => readModels('clipped.json')

/** Models trained twenty steps, by smoothed labels. */
export const readSmoothedModelVectors = (): readonly ModelVector[] => readModels('smoothed.json')

/** Models trained twenty steps, with gradients that are accumulated or weights that are averaged. */
export const readAveragedModelVectors = (): readonly ModelVector[] => readModels('averaged.json')

/** Each with the model that it is of. */
export function readObservedVectors(): readonly { readonly model: ModelVector; readonly observed: ObservedVector }[] {
  const models = [...readModelVectors(), ...readLongModelVectors()]
  return (read('observed.json') as { readonly models: readonly ObservedVector[] }).models.map((observed) => ({
    model: models.find(({ name }) => name === observed.name)!,
    observed: { ...observed, weightGradients: observed.weightGradients.map(renamed) },
  }))
}

function renamed<Weight extends { readonly key: string }>(weight: Weight): Weight {
  const [layer = '', name = ''] = weight.key.split('/')
  const className = layer.startsWith('depthwise_conv2d') ? 'DepthwiseConv2D' : ''
  return { ...weight, key: `${layer}/${nameIn(className, name)}` }
}

function readModels(file: string): readonly ModelVector[] {
  return (read(file) as { readonly models: readonly ModelVector[] }).models.map((vector) => ({
    ...vector,
    recipe: { ...vector.recipe, ...argumentsOf(vector.recipe.optimizer, vector.recipe[vector.recipe.optimizer]) },
    initial: vector.initial.map(renamed),
    final: vector.final.map(renamed),
    ...(vector.finalized && { finalized: vector.finalized.map(renamed) }),
  }))
}

/** The optimizer's section of a recipe: the files leave out what has Keras's default. */
function argumentsOf(optimizer: OptimizerName, given: object | undefined): Partial<Recipe> {
  return { [optimizer]: { ...DEFAULT_RECIPE[optimizer], ...given } }
}

/** Strata's name of a weight: Keras 2's and TensorFlow.js's, where Keras 3 has another. */
function nameIn(className: string, name: string): string {
  return className === 'DepthwiseConv2D' && name === 'kernel' ? 'depthwise_kernel' : name
}

export function readInitializerFacts(): readonly InitializerFacts[] {
  return (read('initializers.json') as { readonly initializers: readonly InitializerFacts[] }).initializers
}

export function readRegularizerVectors(): readonly RegularizerVector[] {
  return (read('regularizers.json') as { readonly regularizers: readonly RegularizerVector[] }).regularizers
}

/** What an optimizer of Keras makes of gradients before it follows them. */
export interface ClippingVector {
  /** By Keras's names. */
  readonly clip: { readonly clipvalue?: number; readonly clipnorm?: number; readonly global_clipnorm?: number }
  /** In a word. */
  readonly what: string
  /** One a variable. */
  readonly gradients: readonly (readonly number[])[]
  readonly clipped: readonly (readonly number[])[]
}

export function readClippingVectors(): readonly ClippingVector[] {
  type Written = readonly (readonly (number | string)[])[]
  const asNumbers = (all: Written) => all.map((values) => values.map((value) => NAMED.get(value) ?? Number(value)))
  const { clipping } = read('clipping.json') as {
    readonly clipping: readonly (Omit<ClippingVector, 'gradients' | 'clipped'> & {
      readonly gradients: Written
      readonly clipped: Written
    })[]
  }
  return clipping.map((vector) => ({
    ...vector,
    gradients: asNumbers(vector.gradients),
    clipped: asNumbers(vector.clipped),
  }))
}

/** What JSON has no number for, as Python writes it. */
const NAMED: ReadonlyMap<number | string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
])

/** What a callback of Keras did over some epochs. */
export interface CallbackTrace {
  readonly monitor: Monitor
  /** One an epoch; `null` is not a number. */
  readonly values: readonly (number | null)[]
  /** By Keras's names. */
  readonly arguments: KerasConfig
  /** One number an epoch, until training was told to stop: EarlyStopping's `wait`, the learning rate, or the epoch that was saved last. */
  readonly seen: readonly number[]
  readonly stopped: boolean
  /** The epoch whose weights the model has in the end. */
  readonly weightsOf: number
}

export interface CallbackTraces {
  readonly earlyStopping: readonly CallbackTrace[]
  readonly reduceLROnPlateau: readonly CallbackTrace[]
  readonly modelCheckpoint: readonly CallbackTrace[]
  /** `loss` as Python writes it. */
  readonly terminateOnNaN: readonly { readonly loss: string; readonly stopped: boolean }[]
}

export function readCallbackTraces(): CallbackTraces {
  return read('callbacks.json') as CallbackTraces
}

/** What a model has when `fit` ends, by an optimizer that averages the weights. */
export interface FinalWeights {
  readonly name: string
  /** EarlyStopping's, by Keras's names; `null` without it. */
  readonly arguments: KerasConfig | null
  /** That it trained. */
  readonly epochs: number
  /** The epoch whose weights they are; `null` for the average. */
  readonly weightsOf: number | null
}

export function readFinalWeights(): readonly FinalWeights[] {
  return (read('finalWeights.json') as { readonly cases: readonly FinalWeights[] }).cases
}

export interface HistogramCase {
  /** What the values are, in a few words. */
  readonly name: string
  /** Of 32 bits. */
  readonly values: readonly number[]
  /** `numpy.histogram(values, 64)`. */
  readonly counts: readonly number[]
  readonly edges: readonly number[]
  readonly mean: number
  readonly std: number
}

export function readHistogramCases(): readonly HistogramCase[] {
  return (read('histograms.json') as { readonly cases: readonly HistogramCase[] }).cases
}

export interface HitsCase {
  readonly classes: number
  readonly truths: readonly number[]
  /** Of each image all classes', one image after another. */
  readonly logits: readonly number[]
  readonly ks: readonly number[]
  /** `top_k_accuracy_score` for each k, over all images and as a mean over the classes. */
  readonly scikitLearn: readonly number[]
  readonly macro: readonly number[]
  /** `SparseTopKCategoricalAccuracy`. */
  readonly keras: readonly number[]
}

export function readHitsCases(): readonly HitsCase[] {
  return (read('hits.json') as { readonly cases: readonly HitsCase[] }).cases
}

export interface ReportCase {
  readonly classes: readonly string[]
  readonly confusion: readonly number[]
  /** What `classification_report` prints. */
  readonly text: string
}

export function readReportCases(): readonly ReportCase[] {
  return (read('reports.json') as { readonly cases: readonly ReportCase[] }).cases
}

interface Averaged {
  readonly perClass: readonly (number | null)[]
  readonly macro: number
  readonly micro: number
}

/** What scikit-learn and SciPy make of predictions; `null` where they have no number. */
export interface MetricsCase {
  readonly classes: number
  readonly truths: readonly number[]
  readonly predicted: readonly number[]
  /** Of each image all classes', one image after another: numbers of 16 bits. */
  readonly probabilities: readonly number[]
  readonly confusion: readonly number[]
  readonly specificity: Averaged & { readonly weighted: number }
  readonly averages: Readonly<
    Record<'macro' | 'micro' | 'weighted', Readonly<Record<'precision' | 'recall' | 'f1', number>>>
  >
  readonly entropy: readonly (number | null)[]
  readonly kappa: number | null
  readonly matthews: number | null
  readonly balanced: number | null
  /** The classes that `roc` and `precisionRecall` are of. */
  readonly curvesOf: readonly number[]
  readonly roc: readonly Readonly<Record<'fpr' | 'tpr' | 'thresholds', readonly number[]>>[]
  readonly precisionRecall: readonly Readonly<Record<'precision' | 'recall' | 'thresholds', readonly number[]>>[]
  readonly auc: Averaged
  readonly averagePrecision: Averaged
  readonly grid: readonly number[]
  readonly macroRoc: readonly number[]
  /** Accuracies and confidences are of the bins that hold images. */
  readonly reliability: Readonly<Record<'counts' | 'accuracies' | 'confidences', readonly number[]>> & {
    readonly error: number
  }
  readonly brier: number
  readonly abstaining: readonly {
    readonly threshold: number
    readonly kept: number
    readonly accuracy?: number
    readonly precision?: number
    readonly recall?: number
  }[]
}

export function readMetricsCases(): readonly MetricsCase[] {
  return (read('metrics.json') as { readonly cases: readonly MetricsCase[] }).cases
}

export interface LabelQualityCase {
  readonly classes: number
  readonly labels: readonly number[]
  /** The bits of 16-bit floats: of each image all classes', one image after another. */
  readonly probabilities: readonly number[]
  /** cleanlab's `get_label_quality_scores` by `normalized_margin` of adjusted probabilities. */
  readonly quality: readonly number[]
}

export function readLabelQualityCases(): readonly LabelQualityCase[] {
  return (read('labelQuality.json') as { readonly cases: readonly LabelQualityCase[] }).cases
}

export interface ScheduleTrace {
  /** Strata's name, and settings. */
  readonly schedule: ScheduleChoice['kind']
  readonly settings: KerasConfig
  readonly learningRate: number
  readonly planned: PlannedSteps
  /** Of the steps from the first on. */
  readonly rates: readonly number[]
}

export function readScheduleTraces(): readonly ScheduleTrace[] {
  return (read('schedules.json') as { readonly schedules: readonly ScheduleTrace[] }).schedules
}

/** What an optimizer of Keras made of some weights. */
export interface OptimizerVector {
  /** Its name and the arguments that are not Keras's defaults. */
  readonly name: string
  readonly rule: OptimizerRule
  readonly learningRate: number
  /** What Keras keeps of each weight, in its order. */
  readonly kept: readonly string[]
  readonly start: readonly number[]
  /** Of neighbouring steps. Behind the last comes the first again. */
  readonly gradients: readonly (readonly number[])[]
  /** The weights after so many steps. */
  readonly after: readonly { readonly steps: number; readonly weights: readonly number[] }[]
  /** The same as Keras computes it in float32. */
  readonly after32: OptimizerVector['after']
}

/** What an optimizer of Keras made of some weights, with what the base of all optimizers does. */
export interface BaseVector extends OptimizerVector {
  readonly clipping: Clipping
  /** The weights as `fit` leaves them after the last step. */
  readonly finalized: readonly number[]
}

export function readBaseVectors(): readonly BaseVector[] {
  type Base = Partial<Pick<Recipe, 'accumulation' | 'movingAverage' | 'clipping'>>
  interface File {
    readonly given: Pick<OptimizerVector, 'start' | 'gradients'>
    readonly optimizers: readonly (Pick<BaseVector, 'learningRate' | 'kept' | 'after' | 'finalized'> & {
      readonly optimizer: OptimizerName
      readonly settings: object
      readonly base: Base
    })[]
  }
  const [{ given, optimizers }, in32] = [read('base.json') as File, read('base32.json') as File]
  return optimizers.map(({ optimizer, settings, base, ...vector }, at) => ({
    name: `${optimizer} ${JSON.stringify({ ...settings, ...base })}`,
    rule: ruleOf({ ...DEFAULT_RECIPE, optimizer, ...argumentsOf(optimizer, settings), ...base }),
    clipping: base.clipping ?? NO_CLIPPING,
    ...vector,
    ...given,
    after32: in32.optimizers[at]!.after,
  }))
}

export function readOptimizerVectors(): readonly OptimizerVector[] {
  interface File {
    readonly given: Pick<OptimizerVector, 'start' | 'gradients'>
    readonly optimizers: readonly (Pick<OptimizerVector, 'learningRate' | 'kept' | 'after'> & {
      readonly optimizer: OptimizerName
      readonly settings: object
    })[]
  }
  const [{ given, optimizers }, in32] = [read('optimizers.json') as File, read('optimizers32.json') as File]
  return optimizers.map(({ optimizer, settings, ...vector }, at) => ({
    name: `${optimizer} ${JSON.stringify(settings)}`,
    rule: ruleOf({ ...DEFAULT_RECIPE, optimizer, ...argumentsOf(optimizer, settings) }),
    ...vector,
    ...given,
    after32: in32.optimizers[at]!.after,
  }))
}

/** What Ludwig and torchmetrics make of predictions; `null` where they have no number. */
export interface LudwigCase extends Pick<MetricsCase, 'classes' | 'truths' | 'predicted' | 'probabilities'> {
  /** As in `test_statistics.json`, without the loss. */
  readonly label: Readonly<Record<string, unknown>>
}

export function readLudwigCases(): readonly LudwigCase[] {
  return (read('ludwig.json') as { readonly cases: readonly LudwigCase[] }).cases
}

/** A text that Python wrote as Ludwig saves statistics. */
export function readLudwigText(): string {
  return (read('ludwig.json') as { readonly written: string }).written
}
