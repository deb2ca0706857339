/**
 * How to train: the optimizer and its settings, how the images are dealt out, and sections with more; defaults, the fields of the form, and
 * checks.
 */
import type { Field } from '../layers/define'
import { isSameValue } from '../sameValue'
import { stratify } from '../stratify'
import { ACCUMULATION } from './accumulation'
import { AUGMENTATION } from './augmentation'
import { CALLBACKS } from './callbacks/callbacks'
import { CLIPPING } from './clipping'
import { MOVING_AVERAGE } from './movingAverage'
import { OPTIMIZERS, type OptimizerName } from './optimizers/optimizers'
import { SCHEDULE_CHOICE, SCHEDULES } from './schedules/schedules'
import { checkSection, defineSection, type Plan, type SettingProblem, type TrainingFacts } from './section'

/** The recipe's sections. A new one is one line here, and its file. */
export const SECTIONS = [
  ...OPTIMIZERS,
  CLIPPING,
  ACCUMULATION,
  MOVING_AVERAGE,
  AUGMENTATION,
  ...CALLBACKS,
  SCHEDULE_CHOICE,
  ...SCHEDULES,
] as const

type Sections = { readonly [Section in (typeof SECTIONS)[number] as Section['name']]: Section['defaults'] }

export type Recipe = Settings & Sections

/** What stands in the recipe itself, and not in one of its sections. */
type Settings = {
  /** Its arguments are a section of its name. */
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly loss: 'categorical_crossentropy'
  /**
   * The share of each true class that is spread evenly over all classes: of `classes`, the target is 1 - share + share / classes for the true
   * one, and share / classes for each other.
   */
  readonly labelSmoothing: number
  readonly epochs: number
  /** Images a step. */
  readonly batchSize: number
  /** The share of the train images that validates when the data bring no validation split. */
  readonly validationSplit: number
  /** How bytes become numbers: divided by 255, or with mean 0 and deviation 1 over the images trained on, each channel by itself. */
  readonly normalisation: 'rescale' | 'standardise'
  /**
   * How much the loss of an image counts in training: `none` counts all alike, `balanced` counts a class the more the rarer it is
   * (`balancedWeights`).
   */
  readonly classWeight: 'none' | 'balanced'
  /** The seed of the initial weights, the shuffles, the validation share, dropout and augmentation. */
  readonly seed: number
}

/** Those of the Galaxy CNN tutorial. */
const DEFAULT_SETTINGS: Settings = {
  optimizer: 'adam',
  learningRate: 0.001,
  loss: 'categorical_crossentropy',
  labelSmoothing: 0,
  epochs: 2,
  batchSize: 500,
  validationSplit: 0.15,
  normalisation: 'rescale',
  classWeight: 'none',
  seed: 42,
}

export const DEFAULT_RECIPE: Recipe = {
  ...DEFAULT_SETTINGS,
  ...(Object.fromEntries(SECTIONS.map(({ name, defaults }) => [name, defaults])) as Sections),
}

/** The recipe's form, in its order; each section has one of its own. */
export const RECIPE_FIELDS = [
  {
    kind: 'choice',
    name: 'optimizer',
    label: 'Optimizer',
    help: 'How each step changes the weights; Adam needs the least tuning.',
    options: OPTIMIZERS.map(({ name, label }) => ({ value: name, label })),
  },
  {
    kind: 'number',
    name: 'learningRate',
    label: 'Learning rate',
    help: 'How far each step goes: too small learns slowly, too large never settles.',
    min: 0,
    max: 10,
    minExcluded: true,
    step: 0.0001,
  },
  {
    kind: 'choice',
    name: 'loss',
    label: 'Loss',
    help: 'What training makes small: here, how surprised the model is by the true classes.',
    options: [{ value: 'categorical_crossentropy', label: 'Categorical cross-entropy' }],
  },
  {
    kind: 'number',
    name: 'labelSmoothing',
    label: 'Label smoothing',
    help: 'The share of each true class that is spread over all classes, so that the model does not become too sure (label_smoothing). As in Keras, the loss of validation and test images is that of the smoothed labels too.',
    advanced: true,
    min: 0,
    max: 1,
    maxExcluded: true,
    step: 0.05,
  },
  {
    kind: 'integer',
    name: 'epochs',
    label: 'Epochs',
    help: 'How many times the model sees every train image.',
    min: 1,
    max: 1000,
    step: 1,
  },
  {
    kind: 'integer',
    name: 'batchSize',
    label: 'Batch size',
    help: 'How many images each step looks at before it changes the weights.',
    min: 1,
    max: 65_536,
    step: 1,
  },
  {
    kind: 'number',
    name: 'validationSplit',
    label: 'Validation split',
    help: 'The share of the train images kept aside to validate, when the data bring no validation split of their own.',
    min: 0,
    max: 1,
    maxExcluded: true,
    step: 0.05,
  },
  {
    kind: 'choice',
    name: 'normalisation',
    label: 'Normalisation',
    help: 'How pixels become numbers: from 0 to 1, or with mean 0 and deviation 1 over the train images. The model keeps it.',
    options: [
      { value: 'rescale', label: 'Divide by 255' },
      { value: 'standardise', label: 'Standardise' },
    ],
  },
  {
    kind: 'choice',
    name: 'classWeight',
    label: 'Class weights',
    help: 'How much each image counts in training: balanced lets a class with few images count as much as one with many.',
    options: [
      { value: 'none', label: 'None' },
      { value: 'balanced', label: 'Balanced' },
    ],
  },
  {
    kind: 'integer',
    name: 'seed',
    label: 'Seed',
    help: 'The number behind everything drawn by chance: the same seed on the same device gives the same model.',
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
  },
] as const satisfies readonly Field<keyof Settings>[]

const SETTINGS = defineSection<'settings', Settings>({
  name: 'settings',
  label: 'settings',
  defaults: DEFAULT_SETTINGS,
  fields: RECIPE_FIELDS,
})

/** Whether two recipes train alike. */
export function isSameRecipe(one: Recipe, other: Recipe): boolean {
  return isSameValue(one, other)
}

export interface RecipeProblem {
  readonly field: keyof Recipe
  /** Which of the section's settings, when the field is a section. */
  readonly part?: string
  /** One plain sentence. */
  readonly message: string
  /** A value for the field, or for the section's setting, that mends it. */
  readonly suggestion?: number | string | boolean
}

/** What keeps a run with this recipe, on this much data, from starting. */
export function checkRecipe(recipe: Recipe, facts: TrainingFacts = {}): readonly RecipeProblem[] {
  const plan = planOf(recipe, facts)
  const ofSettings = checkSection(SETTINGS, recipe, plan)
  return [
    ...(ofSettings.length > 0 ? ofSettings : checkBatchSize(recipe, facts)).map(({ setting, ...problem }) => ({
      field: setting,
      ...problem,
    })),
    ...SECTIONS.flatMap((section) =>
      checkSection<string>(section, recipe[section.name], plan).map(({ setting, ...problem }) => ({
        field: section.name,
        part: setting,
        ...problem,
      })),
    ),
  ]
}

function planOf(recipe: Recipe, facts: TrainingFacts): Plan {
  const { optimizer, learningRate, batchSize, epochs, schedule } = recipe
  const images = countTrained(recipe, facts)
  const validates = (facts.hasValidation ?? false) || countValidation(recipe, facts) > 0
  return {
    optimizer,
    learningRate,
    schedule: schedule.kind,
    ...(images > 0 && { validates, steps: epochs * Math.ceil(images / batchSize) }),
  }
}

/** How many of the train images are kept aside to validate; as `TrainingFacts`. */
export function countValidation(
  { validationSplit }: Pick<Recipe, 'validationSplit'>,
  { trainPerClass = [], hasValidation = false }: TrainingFacts,
): number {
  return hasValidation ? 0 : sumOf(stratify(trainPerClass, validationSplit))
}

/** How many images a run trains on; as `TrainingFacts`. */
export function countTrained(recipe: Pick<Recipe, 'validationSplit'>, facts: TrainingFacts): number {
  return sumOf(facts.trainPerClass ?? []) - countValidation(recipe, facts)
}

/** A batch holds no more images than there are to train on. */
function checkBatchSize(settings: Settings, facts: TrainingFacts): readonly SettingProblem<'batchSize'>[] {
  const aside = countValidation(settings, facts)
  const left = countTrained(settings, facts)
  if (left === 0 || settings.batchSize <= left) return []
  const why =
    aside > 0 ? `, after ${aside.toLocaleString('en-US')} ${aside === 1 ? 'is' : 'are'} kept aside to validate` : ''
  const there = left === 1 ? 'is only 1 image' : `are only ${left.toLocaleString('en-US')} images`
  const choice = left === 1 ? '1' : `${left.toLocaleString('en-US')} or less`
  const message = `Batch size is ${settings.batchSize.toLocaleString('en-US')}, but there ${there} to train on${why}: choose ${choice}.`
  return [{ setting: 'batchSize', message, suggestion: left }]
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
