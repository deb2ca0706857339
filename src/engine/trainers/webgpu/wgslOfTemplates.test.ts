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
      [
        "Keras CNN",
        "3726816d4ffcef62ae9a5bedda5904e3b11c8c198151baea8fb6d655c9d57dda",
      ],
      [
        "Keras CNN, regularised",
        "dfd99c7d6ff1d4fa03b24fbc98de20281975fa847110f3780716cedc37772e09",
      ],
      [
        "Keras ResNet",
        "019232811c15209af71bc7d0c194fe7de8d205f09fd740530d3c672a310f33a2",
      ],
      [
        "AlexNet-like",
        "6a5c04d99e3b38e0e50d0b0221fa4e0eccc825199c66e43425c479d3d35f6063",
      ],
      [
        "VGG-like",
        "72acdc611e4abab65160f57ee1d359519f57575b6efdb2c048a89be84e53c944",
      ],
      [
        "MobileNet-like",
        "4a00fa66cd899e4e7cc1c347c15c4cf994d8317597a83f3006e46d7021b77aaa",
      ],
      [
        "All-convolutional",
        "72f45f353f209505fcd68ec019ef738eb2f5fe0cb1e7583bc20b8b54c186b1b7",
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
      [
        "Keras CNN",
        "50491cbe21007c99efa60a000160807f44c438e75c0947b0f00c962266e8693f",
      ],
      [
        "Keras CNN, regularised",
        "9c61be5eda647f729b6a3123683a8193ff0b8fd25c0f0533d22c10739fde5800",
      ],
      [
        "Keras ResNet",
        "dd7491faf8c5fb3a937a5e78715b2b52ff2517de74028a4dce612325b7e419b3",
      ],
      [
        "AlexNet-like",
        "7c9868489ec19dd6e11869e8311f901f4843bbbf4099bce2b564d1b4bfe0d462",
      ],
      [
        "VGG-like",
        "577fb7050df1d4c7bedbd704cc8c9348eba8ca781ab5ec74163f0f448227e056",
      ],
      [
        "MobileNet-like",
        "531f779e1a323753cd28800a7b161d2203d3b7b7a094827a73fcc002e9d8c3cb",
      ],
      [
        "All-convolutional",
        "8aac8cfc3fd20918aeba6ed7e4c68ae438997fdae12cde78b56e2c25d82c164b",
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
