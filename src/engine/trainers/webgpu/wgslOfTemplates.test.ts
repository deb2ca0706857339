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
import { TUNINGS, type Tuning } from './tuning'

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
function digestOf(options: LowerOptions, tuning: Tuning = TUNINGS.software): string {
  const hash = createHash('sha256')
  const { forward, backward, buffers } = lowerStack(options)
  const bytesOf = new Map(buffers.map(({ name, bytes }) => [name, bytes]))
  for (const kernel of [...forward, ...backward].flatMap((operation) => translate(operation, tuning))) {
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
        "ce950bce06b20bd5472db8aa8f57de3e26e1fd1708707a3ce6a53e69e8a7278e",
      ],
      [
        "Galaxy CNN workflow",
        "7d675fe7af7f28720260b8ba1d3ec364e2a8f183198c6f44588d3d1426f97bb8",
      ],
      [
        "Ludwig stacked CNN",
        "0606e14b832554826c6177a5421b9984eb7f4813d770fd86f450fc417f52fa8c",
      ],
      [
        "LeNet-5",
        "77a016f63c316403b8d537b5c9234a751bdbf5ae80afa1b0e80ea8143481cdd6",
      ],
      [
        "Keras CNN",
        "0baf118877088cdfb6fc8b4997a1e2a8c4e39aef5e06faf03c1c8ed7569c035f",
      ],
      [
        "Keras CNN, regularised",
        "1c037283335ca782b94c6735f7d85294184c6c50a50dc102efa3e0ca7d7f2996",
      ],
      [
        "Keras ResNet",
        "3590e5a01044657d16c2304a8f62d6bd2efc7478e1257a3ad8a175619c9c50e8",
      ],
      [
        "AlexNet-like",
        "a2f82df923181279cfd3dd9839d1225b3206864f3bd3179258bc726df0438bbb",
      ],
      [
        "VGG-like",
        "9f516baac9e657364aef231788a4c925178394f0a118299b1f8bec76b99b9e6d",
      ],
      [
        "MobileNet-like",
        "94abe321e7e20b8cc5d17516a831b2e141a34c168b36c08c445a656d7cde0f13",
      ],
      [
        "All-convolutional",
        "516b3654d21637ee9c5c5b75dd0644e1462362d673eaf2259bdf22667feec73f",
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
        "d7a742fd1c61c8e12fface101b8c41f3fe1a9723d5862a46f4a7a2d231f2916d",
      ],
      [
        "Galaxy CNN workflow",
        "d3f6f1d77b7fdec39429048d1dbd83bce0321fa2c900fc136def6b5976940c36",
      ],
      [
        "Ludwig stacked CNN",
        "cee68b3d129311e6241026e853d71d131391711abd9ef2cf1d0f3ab528b928bd",
      ],
      [
        "LeNet-5",
        "6de8b518e3cfd2f3cfbe5467d5a189790de94d753b1acd52d5f805f176c92c93",
      ],
      [
        "Keras CNN",
        "1a13113f9ea7b4290c98e6cc459dba7c3e8b2c79a9f98c2ea722ca4cbf5f3c0c",
      ],
      [
        "Keras CNN, regularised",
        "a6ebe05f5b15c17fadd37daa8312bcce3c8bd095892095d1e6b6d2aedcf39f60",
      ],
      [
        "Keras ResNet",
        "2e2c0f510e4f0ca1eb1e79fe2c47893718983832547124a5827fc5c88971333f",
      ],
      [
        "AlexNet-like",
        "e862e4d861d0413c3090a8c7c1553deae65847b52148676c401528737801fbea",
      ],
      [
        "VGG-like",
        "6d9a25fad0e164f7a724a3280cdef15ef81a8ce57d04ce48c7bdcfb5635b45c7",
      ],
      [
        "MobileNet-like",
        "9f5801d2669ee7bd7add8262e5168585fcbf941629efeba65329643cda35b4ee",
      ],
      [
        "All-convolutional",
        "eaef702c4112d896cfcf0cec39a75d9693c16ec1fc493df0298c8d112e3cd4ac",
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
          "ce950bce06b20bd5472db8aa8f57de3e26e1fd1708707a3ce6a53e69e8a7278e",
        ],
        [
          "rmsprop",
          0,
          "0a71e08d031f2ddb90ec110b7c85b321e309affa1b060c56d3b7a92aefdf5b6c",
        ],
        [
          "sgd",
          0,
          "64b4d4e9d820f17bb68d1ff6579388d95f5704815c6e8c64cd60edaf9caee533",
        ],
        [
          "sgd",
          0.9,
          "ecf27562ae181750c12f4e44aed7bfc2255be30f51faa593bb91d4f0ceb789fe",
        ],
      ]
    `)
})
