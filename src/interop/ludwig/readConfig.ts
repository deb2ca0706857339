/** A Ludwig config of an image classifier as layers and a recipe. */
import { amountOf, joinWords, quoted } from '../../common/text'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import type { NewLayer } from '../../model/layers/registry'
import type { Project } from '../../model/project'
import { NO_AUGMENTATION, type Augmentation } from '../../model/training/augmentation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { InteropError } from '../interopError'
import { Fields, isPlainMap } from './fields'
import { MAX_LAYERS, readEncoder } from './readEncoder'
import { readTrainer } from './readTrainer'

const DEFAULT_SEED = 42
const ENCODER = 'stacked_cnn'
/** What is listed of what was not read. */
const LISTED = 12

interface ReadConfig {
  readonly project: Project
  readonly notes: readonly string[]
}

/** Throws `InteropError`. */
export function readConfig(value: unknown): ReadConfig {
  if (!isPlainMap(value)) throw new InteropError('The file is no Ludwig config: it has no map at its top.')
  const config = new Fields(value)
  const notes: string[] = []
  const [image] = only(config, 'input_features', 'image')
  const layers = readImageFeature(image, notes)
  const [label, labelType] = only(config, 'output_features', 'category', 'binary')
  const classes = labelType === 'binary' ? 2 : label.whole('num_classes', 0)
  if (classes === 0)
    notes.push(
      `The config does not say how many classes there are: the last layer has ${DEFAULT_DATA_SHAPE.classes} units, to be set to the data’s.`,
    )
  label.take('name')
  label.take('column')
  readSplit(config, notes)
  const trainer = config.map('trainer') ?? config.map('training') ?? new Fields({}, 'trainer')
  const recipe = {
    ...DEFAULT_RECIPE,
    ...readTrainer(trainer, notes),
    augmentation: readAugmentation(image, notes),
    seed: config.whole('random_seed', DEFAULT_SEED),
  }
  notes.push('Ludwig draws the first weights of convolutions by PyTorch’s rule; here Keras’s is taken.')
  config.take('ludwig_version')
  const rest = config.rest()
  if (rest.length > 0) {
    const listed = rest.slice(0, LISTED).map(quoted)
    const more = rest.length > LISTED ? [`${rest.length - LISTED} more`] : []
    notes.push(`Strata has nothing of the kind, so it was left out: ${joinWords([...listed, ...more])}.`)
  }
  const last = createLayer('Dense', {
    units: classes === 0 ? DEFAULT_DATA_SHAPE.classes : classes,
    activation: 'softmax',
  })
  return { project: { stack: createStack('image', [...layers, last]), recipe }, notes }
}

/** The one feature of the list, with its type. */
function only(config: Fields, name: string, ...types: readonly string[]): readonly [Fields, string] {
  const features = config.list(name, MAX_LAYERS) ?? []
  const [feature] = features
  if (!feature || features.length > 1)
    throw new InteropError(
      `The config has ${amountOf(features.length, name === 'input_features' ? 'input' : 'output')}, and Strata trains on one image and one class.`,
    )
  const type = feature.text('type', '')
  if (types.includes(type)) return [feature, type]
  throw new InteropError(
    `${quoted(feature.where)} is of the type ${quoted(type)}, and Strata reads ${joinWords(types.map(quoted))} there.`,
  )
}

/** In older configs, what the encoder has stands beside its name, in the feature. */
function readImageFeature(feature: Fields, notes: string[]): readonly NewLayer[] {
  feature.take('name')
  feature.take('column')
  const isMap = isPlainMap(feature.take('encoder'))
  const encoder = isMap ? feature.map('encoder')! : feature
  const type = isMap ? encoder.text('type', ENCODER) : feature.text('encoder', ENCODER)
  if (type !== ENCODER)
    throw new InteropError(
      `The config has the encoder ${quoted(type)}, and Strata reads ${ENCODER}: the layers of others are not in the config.`,
    )
  const preprocessing = feature.map('preprocessing')
  if (preprocessing?.has('height') === true || preprocessing?.has('width') === true) {
    const [height, width] = [preprocessing.whole('height', 0), preprocessing.whole('width', 0)]
    notes.push(
      `The config brings images to ${width || 'their own'} × ${height || 'own'} pixels: set that under Data, where Strata has the size of images.`,
    )
  }
  if (preprocessing?.has('num_channels') === true)
    notes.push(
      `The config has images of ${amountOf(preprocessing.whole('num_channels', 1), 'channel')}: set Colour under Data to that.`,
    )
  return readEncoder(encoder, notes)
}

function readSplit(config: Fields, notes: string[]): void {
  const split = config.map('preprocessing')?.map('split')
  if (!split) {
    notes.push('The config says no splits, so Ludwig draws 70 % train, 10 % validation and 20 % test, as Strata does.')
    return
  }
  const type = split.text('type', 'random')
  if (type === 'fixed') {
    const column = split.text('column', 'split')
    notes.push(
      `The splits are in the column ${quoted(column)} of the table, from where Strata reads them. Where no row validates, Strata sets ${DEFAULT_RECIPE.validationSplit * 100} % of the train images aside for that.`,
    )
    return
  }
  const shares = split.take('probabilities')
  const said = Array.isArray(shares) ? shares.map((share: unknown) => String(share)).join(', ') : '0.7, 0.1, 0.2'
  notes.push(`The splits are drawn (${type}), by ${quoted(said)}: set other shares than 0.7, 0.1 and 0.2 under Data.`)
  split.take('column')
}

/** Ludwig's list of changes; `true` stands for its two usual ones. */
function readAugmentation(feature: Fields, notes: string[]): Augmentation {
  const asked = feature.take('augmentation')
  if (asked === undefined || asked === false) return NO_AUGMENTATION
  if (asked === true) return { ...NO_AUGMENTATION, horizontalFlip: true, rotation: 15 }
  return (feature.list('augmentation', MAX_LAYERS) ?? []).reduce((augmentation, change) => {
    const type = change.text('type', '')
    if (type === 'random_horizontal_flip') return { ...augmentation, horizontalFlip: true }
    if (type === 'random_vertical_flip') return { ...augmentation, verticalFlip: true }
    if (type === 'random_rotate') return { ...augmentation, rotation: change.number('degree', 15) }
    notes.push(`The augmentation ${quoted(type)} was left out: Strata does not have it.`)
    return augmentation
  }, NO_AUGMENTATION)
}
