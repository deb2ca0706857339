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
        "7b18de989053306943e733bdf0cefe8786635c7d8dc6bc8d9f84a887ca996eae",
      ],
      [
        "Galaxy CNN workflow",
        "63f87e83acef861820eec85f3e45dd6a32b0b8cb42726afd90e17aaeaf6daa66",
      ],
      [
        "Ludwig stacked CNN",
        "2d9bca98fd1860c21b06253ea914e0de8d50cce4bed00315b0780083e272afd4",
      ],
      [
        "LeNet-5",
        "2092fb0a70ce7a4d8a4846f1fffae8726199171195c834df794626cc764ad8f1",
      ],
      [
        "Keras CNN",
        "107105599e3877d0b235e294eaeb4d266ec12f29365879c261770aaa2f19e82f",
      ],
      [
        "Keras CNN, regularised",
        "0f6c4fe4f70149ddee79874cd6f8cbb54131cac167f4b2735ad00b959a0601c7",
      ],
      [
        "Keras ResNet",
        "9f961fe363a344255e55914064135bd17b2f9fd3997736b50ca64d471e1e2148",
      ],
      [
        "AlexNet-like",
        "6b76186aa952702bdc17fda2d78d02fb9186f197e75845ffca630a994a7e3115",
      ],
      [
        "VGG-like",
        "cafed4b8ca14f0c7e511a20f449b467995ff57eb9f7a56b907c64dbeb52beefb",
      ],
      [
        "MobileNet-like",
        "2176b77b212787a81ae4adf2e5c8da1250ac5cf4e4a1fe2a0cd3a4e8adbd7805",
      ],
      [
        "All-convolutional",
        "aabf128e943fdae8e0f1f48632b586833dae0be5f48cb2c91eea1f617f2443fe",
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
        "23a774559e915a9206e9e6b5163a4802fb37194980936be7077d513e7853d500",
      ],
      [
        "Galaxy CNN workflow",
        "3ea63cd38236f41bc838af0c9c464ad4a50e18f133edb5bcddbd9b71afe5942e",
      ],
      [
        "Ludwig stacked CNN",
        "92137a39dc43883784d1268f5496f1271c0517d8dda369f01d269ddfe52062a2",
      ],
      [
        "LeNet-5",
        "4d9d621c02981508f93c9a316b881a692cbdfcd445d3f6ee2ae24b785f39c602",
      ],
      [
        "Keras CNN",
        "1933b96f1bc2b802fce567852af59e855a58f4d369bad688fd008b1ad6d23bd5",
      ],
      [
        "Keras CNN, regularised",
        "a9c305c4d86601f23aab85dd125115968949caa6334a44f0407e3ae0a3d4443f",
      ],
      [
        "Keras ResNet",
        "e9082a1c345363d29e422740227fea33224083d1ccf2ae9614c8c2517ea1273b",
      ],
      [
        "AlexNet-like",
        "6bcbad4ddd76bcb87dda1fb64b3b55c8897e9907ee04866bf2272d5a42cb37cf",
      ],
      [
        "VGG-like",
        "a29ffc7115294a562580ff030d809db26ab6d3f4bdb0b9216ef2d6edc5f4fe34",
      ],
      [
        "MobileNet-like",
        "3b7947b4814c05d8c5db61963322b81260edc40f2b9cd12556bdffe15ffc4673",
      ],
      [
        "All-convolutional",
        "65a0f3f6ab3e3367a4ae096ffee03f4d72f245174f98af1daba7520f8e4bfb1d",
      ],
    ]
  `)
})

it('is what it was under each optimizer', () => {
  const recipes = [
    { optimizer: 'adam' },
    { optimizer: 'rmsprop' },
    { optimizer: 'sgd' },
    { optimizer: 'sgd', sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.9 } },
  ] as const
  expect(recipes.map((recipe) => [JSON.stringify(recipe), digestOf(optionsOf(TEMPLATES[0], recipe))]))
    .toMatchInlineSnapshot(`
      [
        [
          "adam",
          0,
          "7b18de989053306943e733bdf0cefe8786635c7d8dc6bc8d9f84a887ca996eae",
        ],
        [
          "rmsprop",
          0,
          "8e30c09973702b56736273576fc7bdeb3336c0f3d155fd5be731f26b2398f409",
        ],
        [
          "sgd",
          0,
          "422053f11857a0c4baa7b2e583c346d37217a90ab4ad2fc7a2f5d7ad4f0fa5fc",
        ],
        [
          "sgd",
          0.9,
          "59222245d941aa5347e7d43c7776be79dde4a7f4cdbd2a3fd6915dd8c27e8241",
        ],
      ]
    `)
})
