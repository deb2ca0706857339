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
        "b19c1a258805a5d3d9553e833f61d76fa997e31ff183368d04a1a30baf0dc393",
      ],
      [
        "Galaxy CNN workflow",
        "84d413bdcc09921df8bef92b0454986df4106471c4477990c0db0dc2a15c568b",
      ],
      [
        "Ludwig stacked CNN",
        "8e0a712c42cecd4e680935d2343d7830a56e41569aa4ed569630d29260295d71",
      ],
      [
        "LeNet-5",
        "2238969979597bca69c829a834c1a2915bbefcf14e75c38e0118d1a0173dd96a",
      ],
      [
        "Keras CNN",
        "099994bb2be9c409cba6a69aa300354cf2dd8fe8822c480c59a0b1d75552213c",
      ],
      [
        "Keras CNN, regularised",
        "fb977e2e95d6c1edecd564356e62076378cd8a8eb24e8b8464cad9d7fc2beab6",
      ],
      [
        "Keras ResNet",
        "c4db53e43c704266f8e4c64e4890a3f058a6325c0fa561f8749350c35f4945f4",
      ],
      [
        "AlexNet-like",
        "3f80002d2232ff18791f4cbcf0b7539dfb985acc0548a244e44055fcf2a12f9d",
      ],
      [
        "VGG-like",
        "c862842bd90be1fdd411da26af5dce0a2e5378d29d20ab48d58e397628a30be6",
      ],
      [
        "MobileNet-like",
        "f64ac06e8c3a65ce4af7430bba71ac998cd0d8e62d591b60cc61c092c4e96115",
      ],
      [
        "All-convolutional",
        "ca17b8b1c51785e9d7203d64fcdbead2209d7d306b737f58a8c39dbb8f2a4acb",
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
        "8d7f8923c8429fedaaf4168b9211da417bd05cc8bab9c0df87f4bf49b46d51bf",
      ],
      [
        "Galaxy CNN workflow",
        "ae943aaec1078c117f3d39227df2f376954591b7fc249d0fb01862a76309c80f",
      ],
      [
        "Ludwig stacked CNN",
        "676aea061f7d9e1f8eb50ea5e7d69ea94b2c3e42490653b4e7dffccbea318ea5",
      ],
      [
        "LeNet-5",
        "f30e275a03b1456a3379be231a5180d8a9fc6ec458fe18937c27482a0a1ed160",
      ],
      [
        "Keras CNN",
        "36c0ade536c06c98489408646088dedaf4d874a9dd0876fcc811e4d3c9982395",
      ],
      [
        "Keras CNN, regularised",
        "1c5813dbe6cf17de2a5ec01321ba0cf4e8ac75676b834d0149bdca90200fc1e4",
      ],
      [
        "Keras ResNet",
        "cd2b34cab147f7320e3dfdb6f3adcaadbce851d91ed1354ad27854696b0e4ce8",
      ],
      [
        "AlexNet-like",
        "96eb39564f784e65ce3e4241a026a934046d776cd444c07f0d194b556ef723a7",
      ],
      [
        "VGG-like",
        "d1556b6acab5f63b7a98e78f2062aefce802a63c95e5e537f86ea21ce94ea04e",
      ],
      [
        "MobileNet-like",
        "bdec12c4e1688a58c2bc346af192a41289cf9c804263434a9442f49b6009c6a3",
      ],
      [
        "All-convolutional",
        "6a0493a25aebd584b4fce4781e03d755ef35cd27b9a19ebcc2133cefb9327f7f",
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
          "b19c1a258805a5d3d9553e833f61d76fa997e31ff183368d04a1a30baf0dc393",
        ],
        [
          "rmsprop",
          0,
          "0cb07df3b5f7affa66aa6aeab5b0ba9d0ae32fdb31f2b9e8901290638f041ce3",
        ],
        [
          "sgd",
          0,
          "78b367b8f50158a93b6fb56fceca78506e94abe8e76a2af48c76412b197dd143",
        ],
        [
          "sgd",
          0.9,
          "f9b9cdc311d54be1e86a4690aa7494e57550fd5b72e31adfcb6f22e3b7c7103f",
        ],
      ]
    `)
})
