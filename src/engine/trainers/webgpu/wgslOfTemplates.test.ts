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
import { fuse } from '../plan/fuse'
import { lowerStack, type LowerOptions } from '../plan/lowerStack'
import { wholeBytes } from '../plan/memory'
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

/** Of all kernels of a step in their order, then those that only classify, with what they bind and how many workgroups they are. */
function digestOf(options: LowerOptions, tuning: Tuning = TUNINGS.software): string {
  const hash = createHash('sha256')
  const { forward, backward, classification, buffers } = fuse(lowerStack(options), tuning.fusions)
  const bytesOf = wholeBytes(buffers)
  const operations = new Set([...forward, ...backward, ...classification])
  for (const kernel of [...operations].flatMap((operation) => translate(operation, tuning))) {
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
        "fe8519daa87103f9394aa5604e181d080813921b7d1e6663daf6a3895ed27b36",
      ],
      [
        "Galaxy CNN workflow",
        "687905f69027d23f90e948124eaee0efedba11f9757c8b812310e873db0e10ff",
      ],
      [
        "Ludwig stacked CNN",
        "5b548fc5b17933ce41fdfc34a34eac0597f0d50fa81d865a0af40acde09cfec7",
      ],
      [
        "LeNet-5",
        "acb37972e6a188316a404d861db71c2ea3c8cebcc2c905d3fe0c5002f6f7ba28",
      ],
      [
        "Keras CNN",
        "53091e89af887b7fc9f2874be8c873a503b20f72a6d3dd7e54676a316f0e7303",
      ],
      [
        "Keras CNN, regularised",
        "d5c3eeaa6934fcab95c7ecb3f1de7249e6b8234e1646afe5c9a2fe5a0e00a63f",
      ],
      [
        "Keras ResNet",
        "e8bd99b8cd55d3922cb23b6fc715803d0c360d5ee320001f038eb61c3556128b",
      ],
      [
        "AlexNet-like",
        "e95715cbdcb9878e340c52fb10c5b18162a025bf813e022df33c7d5060d98934",
      ],
      [
        "VGG-like",
        "db8798e411a2a4636dab899d65eda12ae20bc52e9a1e6d20dbe2db4bd2b8aafe",
      ],
      [
        "MobileNet-like",
        "16169cdbfa6596b0cf1d62c7986950aaf7d920696c56858c99705cf4ab9d325f",
      ],
      [
        "All-convolutional",
        "09c8afae8134d805ae6945b8a69faa74c8aa1ff98333ed17c8ee75e54dcc631b",
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
        "213ad359ac327b0ce45a492ca319a567520a36c6fe7b8e3aaa84fbdd297fb889",
      ],
      [
        "Galaxy CNN workflow",
        "f6309c29b78db56a501a3617196a9b1a2f4a66f761672431b08ad7ae940f4503",
      ],
      [
        "Ludwig stacked CNN",
        "900e65ea1f883eb6d6df9c7d4b53c83d5842c58d34e50098b63fc8e21cb82f6a",
      ],
      [
        "LeNet-5",
        "ca47e0f154197537f4aec145ed7d2ec2b4dba6a88b5621054ff954789ab5f5c9",
      ],
      [
        "Keras CNN",
        "17ba3f9886e7630c8cc7c6067ddfc4215e0747d856bea50bf7931a2987a9bb17",
      ],
      [
        "Keras CNN, regularised",
        "92edd13a423eab8ca75ec7edb4a4dffb7c8dcad5df629105219e10d973028be1",
      ],
      [
        "Keras ResNet",
        "8e73221da53f0b5772fe75fc3bee56f90c92fe3a8d35828feaf77de10e32299c",
      ],
      [
        "AlexNet-like",
        "6f70c4f7e04932d8cd7a10edd402c70a3ff2f89f95bed46d41a63d5eb9a93d54",
      ],
      [
        "VGG-like",
        "a988e08a9e192e2f5b080e8a92eeeebb273422541fc3b92d3652840a4780b021",
      ],
      [
        "MobileNet-like",
        "d8f6c7ff49961cc999391be5ae1383794988c3c57a35225a701ffdf6c2b84d8f",
      ],
      [
        "All-convolutional",
        "993e3518d2177a75171872e456b904c7f5c8e10963efb2b33a45de11ce61a10c",
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
          "fe8519daa87103f9394aa5604e181d080813921b7d1e6663daf6a3895ed27b36",
        ],
        [
          "rmsprop",
          0,
          "23e20895d644725e31e6fb5f1d811a37f5dba729f5e29ff5c32b1cdcc1edbbcd",
        ],
        [
          "sgd",
          0,
          "e0ebc83312dc0e67c8ff9ef1ad70e326da816a8baadf4c43edbdd65891dcad04",
        ],
        [
          "sgd",
          0.9,
          "08e7defbfc97efa91f7faf74ef8094421e4ef757cb0a8cde93152b95f049ac7a",
        ],
      ]
    `)
})
