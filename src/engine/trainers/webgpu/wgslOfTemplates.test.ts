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
        "e5d162681b37057ec836504ff2aa8e06c44939f4828d063d98ab4edaaef3ad8e",
      ],
      [
        "Galaxy CNN workflow",
        "cb7ae81fce3f97b9c587292fdcc676ef738ddc8ad464604ca192c5318682509a",
      ],
      [
        "Ludwig stacked CNN",
        "b28cf4b5cd3255b3d2b03312fbcbcb889db918e16cb8855d2ebc274b35c181d7",
      ],
      [
        "LeNet-5",
        "ada82bf940bd5d23909e7a99b52ae7d21eb1135c25a9effdcd72cfad717aaa90",
      ],
      [
        "Keras CNN",
        "598cd8e07cfe5089b80605d29250d2da61ae0c4ca02ba44a31e03266bc0580be",
      ],
      [
        "Keras CNN, regularised",
        "f7eb492a73bbb95e3b857d72ce255448564564e99360c1c823adb024db566b0b",
      ],
      [
        "Keras ResNet",
        "6795773408852a42da877fb430b2faf38e733a5706865b65d567a90623ef9d9c",
      ],
      [
        "AlexNet-like",
        "5f29eb2303b2c986465f29de9ca1079a20c6bf686b520f253fe63c3bd001da37",
      ],
      [
        "VGG-like",
        "a174d6dbbb09696390ccb119e56d89ae81e43897d8df1ef963d6716e655dce2f",
      ],
      [
        "MobileNet-like",
        "30d9d4ab60ccf6f23814a328cc38cd0809c7f4a95c8a234b3f62ad7c91e5db26",
      ],
      [
        "All-convolutional",
        "986cf60d6453a6c9a87d6926a57725914b0dd2b73b1b2570c8085928e1375255",
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
        "329b6a79631ca90baf109088fb42c447f3e560ee177792e59058bdcb1a0f29b7",
      ],
      [
        "Galaxy CNN workflow",
        "4341e70aad2acdc6535bf35c1778c036095bb9e14019430dc182155c8c2bc1de",
      ],
      [
        "Ludwig stacked CNN",
        "c7c9fbb76a322f73080f586ec447f72a6db8faa0b60bb6d57bb284f49f1e3bed",
      ],
      [
        "LeNet-5",
        "70d42860a2bb41ba0219913c26314b3ae75a3491ecdea3c83b8d385fb416ae2a",
      ],
      [
        "Keras CNN",
        "30a838ef7f92f35b80f59ded5a4995aa03197a8013cefecfeab61d72581c97ec",
      ],
      [
        "Keras CNN, regularised",
        "0792bd343cb39a3df187bda80a493bd5bb927d941a1313b7b59b30a7f670da82",
      ],
      [
        "Keras ResNet",
        "c8ba198ebdc9e15f0177e1a22b9121abf4db24af8b38e200d04972a9575f363a",
      ],
      [
        "AlexNet-like",
        "21bf9adff802030e6c266438c4a8cb011062b6c5f3e220c59a3fc59371ba197c",
      ],
      [
        "VGG-like",
        "6eabbb72bc48f543c9256385b7f08efd53f654a63f2d6f4701e88b54a67bee84",
      ],
      [
        "MobileNet-like",
        "0073075fe867a8eae5342a86b2eb0615d10053fe391b21f3d8b2fe6d6d0948ac",
      ],
      [
        "All-convolutional",
        "490ef7613a598d74ed3ab238223ab7be40eede0b960c0186026da5b751e9c641",
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
          "e5d162681b37057ec836504ff2aa8e06c44939f4828d063d98ab4edaaef3ad8e",
        ],
        [
          "rmsprop",
          0,
          "e25c33f2b5fde089996379d8006cd8d6a2ff1d487a6b6ae9fd944ef9b14ebe78",
        ],
        [
          "sgd",
          0,
          "cb4ef225063e6d22aab269c24145469e8d33bf1d76cd8b5061f9b10def6452a8",
        ],
        [
          "sgd",
          0.9,
          "767c61687d223ebf9cea91341094c41d6981fdd68ce5704c33f529e8501efd39",
        ],
      ]
    `)
})
