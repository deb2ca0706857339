/**
 * What a careful teacher would say of a run that learnt nothing, or that learnt its train images by heart: one sentence, and what to try.
 * Nothing is said that chance could have done as well.
 */
import {
  deviationsOf,
  findOnlyAnswer,
  lossOfGuessing,
  lossOfShares,
  meanRecall,
  mostByChance,
} from '../metrics/guessing'
import type { Evaluation, LossAndAccuracy } from '../metrics/evaluation'
import { isAugmenting } from './augmentation'
import { smoothedTargets } from './labelSmoothing'
import { optimizerOf } from './optimizers/optimizers'
import type { Recipe } from './recipe'

export interface RunHistory {
  /** What the run trained by. */
  readonly recipe: Recipe
  /** Its epochs that ended, in order; `train` are means while the weights move. */
  readonly epochs: readonly {
    readonly epoch: number
    readonly train: LossAndAccuracy
    readonly validation?: LossAndAccuracy
  }[]
  /** Train images of each class; those kept aside to validate may be among them. */
  readonly trainPerClass: readonly number[]
  /** How many images a pass trains on. */
  readonly trainImages: number
  /** The latest look at images that it doesn't train on. */
  readonly look?: Evaluation
  /** Whether the moving means of a BatchNormalization take part. */
  readonly hasMovingMeans: boolean
  /** Images are normalised as the model does it that the run began from, whatever the recipe says. */
  readonly keepsNormalisation: boolean
  readonly hasEnded: boolean
}

export interface RunAdvice {
  /** What is wrong, in one or two sentences. */
  readonly message: string
  readonly fix: RunFix
}

/** A setting of the recipe, and the value to give it. */
export type RunFix = {
  readonly [Field in keyof Recipe]: {
    /** On the button. */
    readonly label: string
    readonly field: Field
    readonly value: Recipe[Field]
  }
}[keyof Recipe]

/** Below this share of the loss of guessing, something was learnt. */
const LEARNT = 0.98
/** From this many times the loss of guessing on, steps go too far. While a run goes on, only that is said. */
const [WORSE, FAR_WORSE] = [1.1, 2]
/** Fewer steps change a model little. */
const FEW_STEPS = 60
const SMALL_BATCH = 32
const MAX_EPOCHS = 1000
/** Fewer images can be of one class, or be taken for one, by chance. */
const FEW_IMAGES = 10
/** The largest class by the smallest. */
const IMBALANCE = 3
/** How much better a model is on its train images, at least. */
const BY_HEART = 0.15
/** What a share may be off by chance, where a model that guesses can be told from one that is a little better. */
const CLEAR = 0.25
/** Keras's moving means hold a hundredth of each step: after so many, less than a hundredth of how they began is left in them. */
const SETTLING_STEPS = 500
/** How much the validation loss must have risen since its best. */
const ROSE = 1.05

/** What to say of a run; undefined where it does what a run should. */
export function adviseOnRun(history: RunHistory): RunAdvice | undefined {
  const last = history.epochs.at(-1)
  const classes = history.trainPerClass.filter((images) => images > 0).length
  if (!last || classes < 2) return undefined
  const learnt = hasLearnt(history, last.train, classes)
  const losses = [last.train.loss, ...(history.look ? [history.look.loss] : [])]
  const worst = Math.max(...losses) / lossOfGuessing(classes)
  if (!history.hasEnded && (learnt || worst < FAR_WORSE)) return undefined
  const uneven = worst < FAR_WORSE ? adviseOnUneven(history) : undefined
  if (uneven) return uneven
  if (!learnt) return { message: describeNothing(history, last.train, classes), fix: findFix(history, worst) }
  return adviseOnOthers(history, last.train, classes)
}

/** What to say of a run whose numbers became infinite. */
export function adviseOnDivergence(recipe: Recipe): RunAdvice {
  return { message: `A learning rate of ${recipe.learningRate} is too large here.`, fix: smallerRate(recipe) }
}

/** Classes of very different sizes, of which the model names one alone. */
function adviseOnUneven({ recipe, look, trainPerClass }: RunHistory): RunAdvice | undefined {
  const answer = look && findOnlyAnswer(look)
  if (!look || answer === undefined || look.images < FEW_IMAGES || recipe.classWeight !== 'none') return undefined
  const there = trainPerClass.filter((images) => images > 0)
  const largest = Math.max(...there)
  if (largest < IMBALANCE * Math.min(...there) || trainPerClass[answer] !== largest) return undefined
  return {
    message: `${describeOnly(look, answer)}: ${shareOf(largest, trainPerClass)} of the train images are of that class, so it is right often enough without looking.`,
    fix: { label: 'Balance the class weights', field: 'classWeight', value: 'balanced' },
  }
}

function describeOnly({ classes, images, split }: Evaluation, answer: number): string {
  return `The model names “${classes[answer]}” for all ${images.toLocaleString('en')} ${split} images`
}

function shareOf(count: number, perClass: readonly number[]): string {
  return percent(count / perClass.reduce((sum, images) => sum + images, 0))
}

/** Better than by chance on the train images, or on others. */
function hasLearnt(
  { recipe, trainPerClass, trainImages, look }: RunHistory,
  train: LossAndAccuracy,
  classes: number,
): boolean {
  const loss = lossByChance(recipe, trainPerClass, classes)
  const largest = Math.max(...trainPerClass) / trainPerClass.reduce((sum, images) => sum + images, 0)
  if (train.loss < LEARNT * loss || train.accuracy > mostByChance(largest, trainImages)) return true
  return look !== undefined && meanRecall(look) > mostByChance(1 / classes, look.images)
}

/**
 * The train loss of a model that knows nothing but how large the classes are, as far as the recipe lets it gain by that: labels that are
 * smoothed are those of classes that are more alike.
 */
function lossByChance(recipe: Recipe, trainPerClass: readonly number[], classes: number): number {
  const { classWeight, labelSmoothing } = recipe
  if (classWeight === 'balanced') return lossOfGuessing(classes)
  const images = trainPerClass.reduce((sum, count) => sum + count, 0)
  const { right, wrong } = smoothedTargets(labelSmoothing, trainPerClass.length)
  return lossOfShares(trainPerClass.map((count) => (right - wrong) * count + wrong * images))
}

/** Losses that are shown alike are not told from one another. */
const TELLING = 0.01

function describeNothing({ recipe, trainPerClass, look }: RunHistory, train: LossAndAccuracy, classes: number): string {
  const answer = look && findOnlyAnswer(look)
  const only = look && answer !== undefined
  const { loss } = only ? look : train
  const guessing = lossOfGuessing(classes)
  const comparison =
    loss > guessing + TELLING
      ? `is above that of guessing (${guessing.toFixed(2)})`
      : `is near that of guessing (${lossByChance(recipe, trainPerClass, classes).toFixed(2)})`
  const names = only
    ? describeOnly(look, answer)
    : `The model is right on ${percent(train.accuracy)} of the train images, about as by guessing among ${classes} classes`
  return `${names}, and the loss, ${shown(loss)}, ${comparison}: it has learnt nothing yet.`
}

function countSteps({ epochs, trainImages, recipe }: RunHistory): number {
  return epochs.length * Math.ceil(trainImages / recipe.batchSize)
}

/** What is most likely to help a run that learnt nothing. */
function findFix(history: RunHistory, worst: number): RunFix {
  const { recipe } = history
  const { learningRate, optimizer, batchSize } = recipe
  const usual = optimizerOf(optimizer).learningRate
  const steps = countSteps(history)
  if (worst > FAR_WORSE || (worst > WORSE && steps >= FEW_STEPS) || learningRate > 10 * usual) {
    return smallerRate(recipe)
  }
  if (steps < FEW_STEPS) {
    if (batchSize > SMALL_BATCH)
      return { label: `Use batch size ${SMALL_BATCH}`, field: 'batchSize', value: SMALL_BATCH }
    return epochsOf(Math.min(MAX_EPOCHS, Math.max(10, 4 * recipe.epochs)))
  }
  if (learningRate < usual / 3) return rateOf(usual)
  if (recipe.normalisation === 'rescale' && !history.keepsNormalisation) {
    return { label: 'Standardise the pixels', field: 'normalisation', value: 'standardise' }
  }
  return smallerRate(recipe)
}

/** What to say of a run that learnt, by how it does on images that it does not train on. */
function adviseOnOthers(history: RunHistory, train: LossAndAccuracy, classes: number): RunAdvice | undefined {
  const { recipe, look } = history
  if (!look) return undefined
  const name = `${look.split} images`
  const gap = train.accuracy - look.accuracy
  const isByHeart = gap >= BY_HEART && gap > deviationsOf(look.accuracy, look.images)
  const isSure =
    look.images >= FEW_IMAGES &&
    look.loss > WORSE * lossOfGuessing(classes) &&
    train.loss < LEARNT * lossOfGuessing(classes)
  if (!isByHeart && !isSure) return undefined
  const steps = countSteps(history)
  if (history.hasMovingMeans && steps < SETTLING_STEPS) {
    return {
      message: `The model is right on ${percent(train.accuracy)} of the train images, and on ${percent(look.accuracy)} of the ${name}: after ${steps.toLocaleString('en')} steps the moving means of BatchNormalization, by which it sees new images, may still lag behind. More epochs help.`,
      fix: epochsOf(Math.min(MAX_EPOCHS, recipe.epochs * Math.ceil(SETTLING_STEPS / steps))),
    }
  }
  const message = isByHeart
    ? `The model knows its train images by heart: it is right on ${percent(train.accuracy)} of them, and on ${percent(look.accuracy)} of the ${name}. More images help most; so do Dropout, augmentation and fewer epochs.`
    : `The model is right on ${percent(look.accuracy)} of the ${name}, and so sure where it is wrong that the loss, ${shown(look.loss)}, is above that of guessing (${lossOfGuessing(classes).toFixed(2)}).`
  return { message, fix: findCure(history) }
}

/**
 * What to say of a model on images that it was tested on, where nothing is known of its training; undefined where it does better than
 * guessing, or where the images are too few to tell.
 */
export function adviseOnLook(look: Evaluation): string | undefined {
  if (look.images < FEW_IMAGES) return undefined
  const why =
    'if it should do better, its pixels may have to become numbers in another way, or its classes may stand in another order'
  const answer = findOnlyAnswer(look)
  if (answer !== undefined) return `${describeOnly(look, answer)}: ${why}.`
  const there = look.classes.length
  const recall = meanRecall(look)
  const canTell = deviationsOf(1 / there, look.images) < CLEAR
  if (!canTell || recall > mostByChance(1 / there, look.images) || look.loss < LEARNT * lossOfGuessing(there))
    return undefined
  return `The model does no better than guessing among ${there} classes: ${why}.`
}

/** Against learning by heart: the epoch that was best, else images that vary. */
function findCure({ recipe, epochs }: RunHistory): RunFix {
  const looked = epochs.flatMap(({ epoch, validation }) => (validation ? [{ epoch, loss: validation.loss }] : []))
  const last = looked.at(-1)
  const best = looked.reduce(
    (least, each) => (each.loss < least.loss ? each : least),
    looked[0] ?? { epoch: 0, loss: 0 },
  )
  if (last && best.epoch < last.epoch && last.loss > ROSE * best.loss) return epochsOf(best.epoch)
  if (!isAugmenting(recipe.augmentation)) {
    const augmentation = { ...recipe.augmentation, widthShift: 0.1, heightShift: 0.1, rotation: 10 }
    return { label: 'Shift and turn the train images a little', field: 'augmentation', value: augmentation }
  }
  return epochsOf(Math.max(1, Math.floor(recipe.epochs / 2)))
}

/** The fix for steps that go too far. */
export function smallerRate({ optimizer, learningRate }: Recipe): RunFix {
  const usual = optimizerOf(optimizer).learningRate
  return rateOf(learningRate > usual ? usual : learningRate / 10)
}

function rateOf(rate: number): RunFix {
  const learningRate = Number(rate.toPrecision(3))
  return { label: `Use learning rate ${learningRate}`, field: 'learningRate', value: learningRate }
}

function epochsOf(epochs: number): RunFix {
  return {
    label: `Use ${epochs.toLocaleString('en')} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    field: 'epochs',
    value: epochs,
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** A loss in a sentence. */
function shown(loss: number): string {
  return loss >= 1e4 ? loss.toExponential(1) : loss.toFixed(2)
}
