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
        "5ddfc68d39c719b211d308334d6c9d56e974dcef0d13894056aa35275340c3c3",
      ],
      [
        "Galaxy CNN workflow",
        "4baa12628c4cd4b74f22454fae57e4a77769e8229a8586d81b00e83da8e013af",
      ],
      [
        "Ludwig stacked CNN",
        "e70f49cd521290816c03bd96c9d62c2bdf332bc3aec691152bfd1efad282be52",
      ],
      [
        "LeNet-5",
        "9aa673304cff8994c3d74a6ebde9a447167507dbd2cc95dded73167f49f2c69e",
      ],
      [
        "Keras CNN",
        "6e245ef6c7e66da235d775ae17b3ca2622df853ee5923c4c643312178625ba17",
      ],
      [
        "Keras CNN, regularised",
        "586345233c186cb6ffc35d6316e0f3c12b27c7a4a915884d9201ba358a1c11d8",
      ],
      [
        "Keras ResNet",
        "06d1898b796e0c834d87d69add595e656c3685792f8776bb64aabee3278f12bb",
      ],
      [
        "AlexNet-like",
        "070593e42d664464e20012108c2a54a7d99806df8b7203211e34d0559764ef92",
      ],
      [
        "VGG-like",
        "3176844b7def13add262f5f1d3efa91cb9b9dc11af4281ae6bad505bbebf3e5d",
      ],
      [
        "MobileNet-like",
        "4e54af4dba48f33bc67bbba0ceebe716346defae48465305f08f1842ac57f659",
      ],
      [
        "All-convolutional",
        "263319267880b2a09cb8c7361a3f7402a28e9d876fa8aca5c934cd4cbecd8392",
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
        "a9667e9247e1e569b0e637cc82f5d700843ae25e3b4e5a65c45f31dc08b03ee4",
      ],
      [
        "Galaxy CNN workflow",
        "3fbf41ce922a6a91ac6a5e5f1250f334398ef12604521433c6cd9ca5f73e7f63",
      ],
      [
        "Ludwig stacked CNN",
        "72a32b3afa578c955b1deeb34208fc3c0d7893fdd6611adad5bb870637a06a11",
      ],
      [
        "LeNet-5",
        "03ebaddf19e4507eed3143e88d97f2a7851b797e1ddec9e8f0304a36b4c95665",
      ],
      [
        "Keras CNN",
        "22c75697d236318b62ecb341786c1374529826d4d27b33761bbccbf2c0eee1fc",
      ],
      [
        "Keras CNN, regularised",
        "458ebea3c7d61c03ed3f10445d141de9ba21ac6b0bd018cdbdb0e6ca1ac04d4a",
      ],
      [
        "Keras ResNet",
        "f70a71ac4d0ac8e28d909a52acb81b25684085d348a1779ab077762964d9f9c8",
      ],
      [
        "AlexNet-like",
        "ac5a51cce53afda47aa890a6ed5ddf650a748fbbf3fd03e50a19c42671872877",
      ],
      [
        "VGG-like",
        "1d8230e2c6213cd31d214afd8cde767adee8664508d95bf8ee3564d3d6ff10e8",
      ],
      [
        "MobileNet-like",
        "158cec8b2e706a15b9cb89f9f38e2a7f325ebe38d1cf93edc707d96c0b5c60fb",
      ],
      [
        "All-convolutional",
        "3d758be11faf2ba551999ae8b9fbbc50be1ac82fcef089890caeb1e5d28d2ae0",
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
          "5ddfc68d39c719b211d308334d6c9d56e974dcef0d13894056aa35275340c3c3",
        ],
        [
          "rmsprop",
          0,
          "f6f893266af1848b53f0bebf3906d8f464b5c7f41cf5fa284c7334adf2bbe4e3",
        ],
        [
          "sgd",
          0,
          "27fd547c2c082156e993f7598cbc0f8fb898dbe111ce734d5e584c9a5d276d10",
        ],
        [
          "sgd",
          0.9,
          "03f9a508be79172a96b44cfbd2abd5b1d73a6c4909963e19a1ad28b9f53511f7",
        ],
      ]
    `)
})
