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
  const { forward, backward, buffers } = lowerStack(options)
  const bytesOf = new Map(buffers.map(({ name, bytes }) => [name, bytes]))
  for (const kernel of [...forward, ...backward].flatMap(translate)) {
    hash.update(
      JSON.stringify([kernel.bindings.map(({ buffer }) => buffer), kernel.workgroups, moduleOf(kernel, bytesOf)]),
    )
  }
  return hash.digest('hex')
}

it('is what it was, for each template', () => {
  expect(TEMPLATES.map((template) => [template.name, digestOf(optionsOf(template))])).toMatchInlineSnapshot(`
    [
      [
        "Galaxy CNN tutorial",
        "e0184c66cde8cd61a3c24a4b0d0a2a6e36bc4737531ee2cef00cba3acdd1cfeb",
      ],
      [
        "Galaxy CNN workflow",
        "712913eeb9573ad6d6956eedf42cacc1c690045ed4c974e8601b27d2782981d5",
      ],
      [
        "Ludwig stacked CNN",
        "425d9f81b00214128752067de56628953f24b01acd1fa60027cba377973ac74d",
      ],
      [
        "LeNet-5",
        "00f50ea1c64e2540719328ebca6728224546b770baea6b62f24f8931136c7485",
      ],
      [
        "Keras CNN",
        "0ce2f0509b1a06e3f3be6b7bfa8932cc74aed9861d354d430040ea029d8517e7",
      ],
      [
        "Keras CNN, regularised",
        "775ff89f7cdce533ff3134aeadbdaad9ee30563f8266aeb12fb3518366fc44ba",
      ],
      [
        "Keras ResNet",
        "6c114f5f407d32325c598da13a424170423929ed87345938570b265734747a94",
      ],
      [
        "AlexNet-like",
        "235252ea06bbd601d07ace20dd579171aba5d7cf6f8f390ab204b806054e6fc9",
      ],
      [
        "VGG-like",
        "eff9dc00258f0f85898b3ed5b9e3a4d49aeae131c4195a6ad5b2e97862e8cf7f",
      ],
      [
        "MobileNet-like",
        "35419acaad2bc32060c09af772fda9584b089ffcc24d0df713de7ac76fe02613",
      ],
      [
        "All-convolutional",
        "92f6f5ada643bb68d3738596b79e02151d7ca4c449ac8ae83650a12a1d0db028",
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
        "a2770a6cd43551a773b6f26ddb800de6dc199dbe122232c346ae300a83aeb233",
      ],
      [
        "Galaxy CNN workflow",
        "8a0233d612c4b023a367f8e54d5dd3589c0b06ab96e6762ac25c510630fd7b8b",
      ],
      [
        "Ludwig stacked CNN",
        "b4dbc1111bff11a6b56db1cde2da31c384e4d0861ad6e8fa23bd509db9e91ecb",
      ],
      [
        "LeNet-5",
        "991fe6a01357cc386235511942da49f2a1bf07a7392fb2459689a4652e31c8da",
      ],
      [
        "Keras CNN",
        "cf9d25f817f8982cc6e3a733cc9bbb0f014f72d55ccc6da29e3231f0999c9399",
      ],
      [
        "Keras CNN, regularised",
        "fd979b55c644bcabe29da8eb5baa308dbcb0f9f396305d1b20abf23be389db06",
      ],
      [
        "Keras ResNet",
        "62a701fc88584f8ca543dd5f54f0b26d79b72b3d2daccc3750032d4538bd7ea0",
      ],
      [
        "AlexNet-like",
        "7d5ce0809e251401f0ee5e9d86806e275f427dbc819190fb48531eaae8bc4376",
      ],
      [
        "VGG-like",
        "450d79063a640200a0035072fafad6217811a4a8f56e2a47f718dd413d6535e6",
      ],
      [
        "MobileNet-like",
        "c2f06476af75414fa1593c6bf4b8c745626738651c69785a6df8492bf784fa70",
      ],
      [
        "All-convolutional",
        "c3d7eaa2bb8f04ac30782af4ce2a387633d2f0cca8de496b88a98f1c5c9be127",
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
          "e0184c66cde8cd61a3c24a4b0d0a2a6e36bc4737531ee2cef00cba3acdd1cfeb",
        ],
        [
          "rmsprop",
          0,
          "220fd17a377989ba5f2953ed442f93bb02226670b994ed4eebdb252863069d52",
        ],
        [
          "sgd",
          0,
          "52b34c0b3c3c80756d8d5241860f7d14d7067f1bf1545446ca835ed1dc4cd356",
        ],
        [
          "sgd",
          0.9,
          "e2e6bae392194ef53b06ed3ae673c361d110fd758b3e016ea3ca385c09f17dbf",
        ],
      ]
    `)
})
