/**
 * The WGSL of every template, byte for byte, as one digest each. A change that is not meant to reach the kernels leaves them all as they are.
 * One that is meant to is accepted by `npx vitest run wgslOfTemplates -u`.
 */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { NO_AUGMENTATION } from '../../../model/training/augmentation'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE, type Recipe } from '../../../model/training/recipe'
import { lowerStack, type LowerOptions } from '../plan/lowerStack'
import { moduleOf } from './kernel'
import { translate } from './translate'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }
const AUGMENTATION = { ...NO_AUGMENTATION, rotation: 10, widthShift: 0.1, zoom: 0.2, horizontalFlip: true, noise: 0.1 }

function optionsOf(
  template: (typeof TEMPLATES)[number],
  recipe: Partial<Recipe> = {},
  more: Partial<LowerOptions> = {},
): LowerOptions {
  return {
    stack: template.build(DATA).stack,
    data: DATA,
    recipe: { ...DEFAULT_RECIPE, batchSize: 64, ...recipe },
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 60_000 }],
    ...more,
  }
}

/** Of all kernels of a step in their order, with what they bind and how many workgroups they are. */
function digestOf(options: LowerOptions): string {
  const hash = createHash('sha256')
  const { forward, backward } = lowerStack(options)
  for (const kernel of [...forward, ...backward].flatMap(translate)) {
    hash.update(JSON.stringify([kernel.bindings.map(({ buffer }) => buffer), kernel.workgroups, moduleOf(kernel)]))
  }
  return hash.digest('hex')
}

it('is what it was, for each template', () => {
  expect(TEMPLATES.map((template) => [template.name, digestOf(optionsOf(template))])).toMatchInlineSnapshot(`
    [
      [
        "Galaxy CNN tutorial",
        "7bb3df7518994fdae8ffcde7045ed46c48a1a5adc00e8659b7bd0bdba3d9f3f0",
      ],
      [
        "Galaxy CNN workflow",
        "7948e5856fe837420cef5922e5462faf4b23a42b9fc60d8a1da84757e028f1c5",
      ],
      [
        "Ludwig stacked CNN",
        "0f1a11eca0569f2a50e0965300d1c049d06784908f661e8d7a82619d9af69e09",
      ],
      [
        "LeNet-5",
        "e1a8f989b5641582c998b34540997ebf8bf17816c95bcb530e4c7332e0e6e448",
      ],
    ]
  `)
})

it('is what it was with augmented images, class weights and a dataset in two parts', () => {
  const chunks = [0, 100].map((firstRow, i) => ({ buffer: `pixels ${i}`, firstRow, rows: 100 }))
  const classWeights = Array.from({ length: DATA.classes }, (_, i) => 1 + i)
  const augmented = TEMPLATES.map((template) => [
    template.name,
    digestOf(optionsOf(template, { augmentation: AUGMENTATION }, { chunks, classWeights })),
  ])
  expect(augmented).toMatchInlineSnapshot(`
    [
      [
        "Galaxy CNN tutorial",
        "fc0482175aa1c939f4fb348cda05b2ceaeee109aa2722e7ad382fa6e94913593",
      ],
      [
        "Galaxy CNN workflow",
        "6898ae9474c412de9ff332ae4d3e564cd2b02acd7b1ad989e2b824c461561ce1",
      ],
      [
        "Ludwig stacked CNN",
        "859984e6521449744baa7eaeee0a1c45a50889d046f70778463e3e0c10b50002",
      ],
      [
        "LeNet-5",
        "db55caf3769703a56be2d6080bf6030390675f01680cfe908b1b6d3ea21f3eb4",
      ],
    ]
  `)
})

it('is what it was under each optimizer', () => {
  const recipes = [
    { optimizer: 'adam', momentum: 0 },
    { optimizer: 'rmsprop', momentum: 0 },
    { optimizer: 'sgd', momentum: 0 },
    { optimizer: 'sgd', momentum: 0.9 },
  ] as const
  expect(recipes.map((recipe) => [recipe.optimizer, recipe.momentum, digestOf(optionsOf(TEMPLATES[0], recipe))]))
    .toMatchInlineSnapshot(`
    [
      [
        "adam",
        0,
        "7bb3df7518994fdae8ffcde7045ed46c48a1a5adc00e8659b7bd0bdba3d9f3f0",
      ],
      [
        "rmsprop",
        0,
        "aa043afd220dcb150b0fdb7d4ad81d4a3b1ac6f29f41b5c2875a5ebbc17f7113",
      ],
      [
        "sgd",
        0,
        "35d35dea2b4f584d0b6f60716cbb78a4b16f5dea9224fa9b5b22bbde5c1d82d8",
      ],
      [
        "sgd",
        0.9,
        "2aa81787427101da1fae8a58c9f18f923ece9cc19692afa8ad66b02283e1c703",
      ],
    ]
  `)
})
