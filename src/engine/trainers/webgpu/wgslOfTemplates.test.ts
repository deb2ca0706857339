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
  const { forward, backward, classification, buffers } = fuse(lowerStack(options))
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
        "a27b3a13a908efe581ff803dcbcbfa2df890d663cbfdbfd460f9ed29223c10eb",
      ],
      [
        "Galaxy CNN workflow",
        "9b321a6aad8de7bba6916f1ca3ce8b2a774f6c3aa5fded4c8f20d5a7f738b471",
      ],
      [
        "Ludwig stacked CNN",
        "7c066d35ac560a503d0ade43723d3d52e22b71ba72de35c342b3dc88cea8c5c8",
      ],
      [
        "LeNet-5",
        "0e1bafc3aee8d1e8ac6fe0485b7c495a721f9cbe14f84a32f3360cd4cdcc3a73",
      ],
      [
        "Keras CNN",
        "7bb140b4e418b58d6d04e370a5189cc37be8c02edc103771e8c6ef4fd3c1b902",
      ],
      [
        "Keras CNN, regularised",
        "5cd9d3d1b52ec274c0b8fa63c83d7ac12316a4da0a757e79d8a1cc62e0635e12",
      ],
      [
        "Keras ResNet",
        "bfd00bbeaafd7330c548079b15422962d66cc9d8399835199753845576a75512",
      ],
      [
        "AlexNet-like",
        "cbe36797c4ebc78990e7ddb913241097212d59a70052e2b4b2384ec45e173d58",
      ],
      [
        "VGG-like",
        "6125146b5b42783b2357f2f722e7240af8f7df083d31c6f11e828fe550d08b6b",
      ],
      [
        "MobileNet-like",
        "37575551569610fce27a84399a6a29a1527e2ffa73309b77de4b8e190c181088",
      ],
      [
        "All-convolutional",
        "07e01a22fe3e701d6b199693767480cf106ca72a9db74038895203509d4377fb",
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
        "4442e46efa4d71c50c3f46f968f58b66b4f331dfe31797c329e609afcf4de53d",
      ],
      [
        "Galaxy CNN workflow",
        "4b60c3a8e48e7e102a2148776fc7cbfbdc3a04cb870f8d31a9e6af6a7b32ccdb",
      ],
      [
        "Ludwig stacked CNN",
        "88ae61a4610628581f2d30e28932c5aa895d157e733c2f7286e1ad09ede81b09",
      ],
      [
        "LeNet-5",
        "ba80d9d99eb5abbeeb224ed370a20cf710f41d3746f7e89694fc4e1ea04ef3c6",
      ],
      [
        "Keras CNN",
        "46990fdef389a47c710a1a047031d10ff99a599a3567e92493474a6aa6211133",
      ],
      [
        "Keras CNN, regularised",
        "9f508b99da1e0c1108e8cd37f76cdbaa0eb4240bd0bfa7520debecdc65ac42be",
      ],
      [
        "Keras ResNet",
        "ec7e0c6969f988a529cec92d872d3c89459a352da18b18d16db1f338c1fb2200",
      ],
      [
        "AlexNet-like",
        "aa984324bab599669ed559dbc78c917cf187d37d945dbfd6485de20589d80102",
      ],
      [
        "VGG-like",
        "ee55db1a8f55d9b961254395c245e671e364c5e3b669b7d76c257a0e171b9fb8",
      ],
      [
        "MobileNet-like",
        "75d941621566cffc89c5625251e047adc0a15cd6ee1f40715568b4191a20fd9a",
      ],
      [
        "All-convolutional",
        "8e95dd5ed437f6b82854e5f8211b109ec132b1a262c1b98fdb6c7ad853e32d93",
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
          "a27b3a13a908efe581ff803dcbcbfa2df890d663cbfdbfd460f9ed29223c10eb",
        ],
        [
          "rmsprop",
          0,
          "b8f5d9043fb102e9f665d1c262426379266b4e7b7f7ed661bdb1c3db929092c0",
        ],
        [
          "sgd",
          0,
          "58332f8523d574b3ca0dba2915d1da7613ffcbbe9bdd6710ab583d0a4a107bdc",
        ],
        [
          "sgd",
          0.9,
          "07d0a5bc7c9df42393f76d1057e8afae1cf47983122d2109b8a94858e2b62d6c",
        ],
      ]
    `)
})
