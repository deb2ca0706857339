/** Models that people know from elsewhere, ready to train. */
import { isSameShape } from '../layers/define'
import type { ImageShape, LayerFix, Shape } from '../layers/define'
import type { Recipe } from '../training/recipe'
import { analyseStack } from './shapes'
import type { DataShape } from './shapes'
import { withClasses } from './output'
import { applyFix, createLayer, createStack, isSameStack, updateLayer } from './stack'
import type { Stack } from './stack'

/** A stack that fits the data, and what was changed for that: `Conv2D with padding “same”`, `MaxPooling2D left out`. */
interface Fitted {
  readonly stack: Stack
  readonly changes: readonly string[]
}

export interface Template {
  readonly name: string
  /** One or two sentences. */
  readonly description: string
  /** The model for images of this shape, and what its source says about how to train it. */
  build(data: DataShape): Fitted & { readonly recipe: Partial<Recipe> }
}

/** Fits a template to images that are too small for it, by each error's own fix (padding “same”, one pooling less). */
function fitTo(data: DataShape, stack: Stack, changes: readonly string[] = []): Fitted {
  for (const [at, { problems }] of analyseStack(stack, data).layers.entries()) {
    const layer = stack.layers[at]
    const fix = problems.find((problem) => problem.severity === 'error')?.fix
    if (layer && fix)
      return fitTo(data, applyFix(stack, layer.id, fix), [...changes, describeFix(layer.className, fix)])
  }
  return { stack, changes }
}

function describeFix(className: string, fix: LayerFix): string {
  if (fix.kind === 'remove') return `${className} left out`
  if (fix.kind === 'connect' || fix.kind === 'rename') return `${className}: ${fix.label}`
  if (fix.kind !== 'update') return `${fix.className} added`
  return `${className} with ${Object.entries(fix.args)
    .map(([name, value]) => `${name} “${String(value)}”`)
    .join(' and ')}`
}

function buildGalaxy(data: DataShape, padding: 'same' | 'valid'): Stack {
  return createStack('flat', [
    createLayer('Reshape', { targetShape: imageShape(data) }),
    createLayer('Conv2D', { filters: 64, padding }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 32 }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

function buildLudwig(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 32 }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 64 }),
    createLayer('Dropout', { rate: 0.4 }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 128 }),
    createLayer('Dropout', { rate: 0.4 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

function buildLeNet5(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 6, kernelSize: [5, 5], padding: 'same', activation: 'tanh' }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 16, kernelSize: [5, 5], activation: 'tanh' }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 120, activation: 'tanh' }),
    createLayer('Dense', { units: 84, activation: 'tanh' }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

const GALAXY_RECIPE = {
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 500,
  validationSplit: 0.15,
  seed: 42,
} as const

export const TEMPLATES: readonly [Template, ...Template[]] = [
  {
    name: 'Galaxy CNN tutorial',
    description: 'The network in the text of Galaxy’s tutorial on convolutional networks: two convolutions, 2 epochs.',
    build: (data) => ({ ...fitTo(data, buildGalaxy(data, 'same')), recipe: { ...GALAXY_RECIPE, epochs: 2 } }),
  },
  {
    name: 'Galaxy CNN workflow',
    description: 'The network in that tutorial’s workflow, which differs from its text: no padding, 10 epochs.',
    build: (data) => ({ ...fitTo(data, buildGalaxy(data, 'valid')), recipe: { ...GALAXY_RECIPE, epochs: 10 } }),
  },
  {
    name: 'Ludwig stacked CNN',
    description:
      'What the config of Galaxy’s Ludwig tutorial asks for: 32 and 64 filters, dropout, and 128 units, 5 epochs.',
    build: (data) => ({
      ...fitTo(data, buildLudwig(data)),
      recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 5, validationSplit: 0.15, seed: 42 },
    }),
  },
  {
    name: 'LeNet-5',
    description:
      'LeCun’s network of 1998 as it is usually written today, with max pooling where the original averages.',
    build: (data) => ({
      ...fitTo(data, buildLeNet5(data)),
      recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 10 },
    }),
  },
]

/** The template that makes this stack for these data. */
export function findTemplate(stack: Stack, data: DataShape): Template | undefined {
  return TEMPLATES.find((template) => isSameStack(template.build(data).stack, stack))
}

/**
 * Adapts a stack to other data than it was drawn up for. An untouched template is built anew. In a stack of the person's own, the units of
 * the output layer follow the classes, and a Reshape at its beginning follows the images.
 */
export function adaptStack(stack: Stack, from: DataShape, to: DataShape): Stack {
  const adapted = findTemplate(stack, from)?.build(to).stack ?? withImages(withClasses(stack, to.classes), from, to)
  return isSameStack(adapted, stack) ? stack : adapted
}

/** Changes the target of a first Reshape from the one shape of images to the other. */
function withImages(stack: Stack, from: ImageShape, to: ImageShape): Stack {
  const [first] = stack.layers
  if (first?.className !== 'Reshape' || !isSameShape(first.args.targetShape, imageShape(from))) return stack
  return updateLayer(stack, first.id, { targetShape: imageShape(to) })
}

function imageShape({ height, width, channels }: ImageShape): Shape {
  return [height, width, channels]
}
