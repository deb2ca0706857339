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
        "4dcfbbc65112efb87a3ab0cb89e5943e698b59289f92b1d39b34dd4ce6aa0f6f",
      ],
      [
        "Galaxy CNN workflow",
        "81266954d3f0847bb50b71095b25020af8af86c60c597e0c23c51ea4c8e56d27",
      ],
      [
        "Ludwig stacked CNN",
        "9e733ce5a21bd487af00626cc61261901cf6695ad634348cc7e749e07e861117",
      ],
      [
        "LeNet-5",
        "221a987c0033836676dee29453f61606b5f957bf7d93f8251970291be68874d8",
      ],
      [
        "Keras CNN",
        "e7d3679796de043acf69484a405f8e1511cbc26d7a44e9a33443147b4d39e044",
      ],
      [
        "Keras CNN, regularised",
        "52cb34496fc4b1ff727c8cbd8d2da57baa4bc68945571b678440e9ddb40c910e",
      ],
      [
        "Keras ResNet",
        "58598912e1bf077eee9f044933f8b195ca11f5d386f40ffc276b652c03b92d9f",
      ],
      [
        "AlexNet-like",
        "4510ea3a9cf47285359fcfe466a2d1daaafbbadd2774e54c748fd5279ba79296",
      ],
      [
        "VGG-like",
        "a3beb0ec443dbee71b500b04dddc6eec09776ea8aee6d0ba7d9cff04e652509d",
      ],
      [
        "MobileNet-like",
        "522089684050f2adbe2b685877d66bf8c84e59ad34d29e630d00a7bcf02278ab",
      ],
      [
        "All-convolutional",
        "4cc29ab2e3bea5090e233cd58a6187b80f0a6b4657c930745144d002db7bb111",
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
        "af1247d193ee150a82a012891712053213cb04e837072bfe322a5c8df44e5a35",
      ],
      [
        "Galaxy CNN workflow",
        "6b360e6d4e39d189ef0ef66ee30885ad7b1f1a4b3932732768b37d4a7053051e",
      ],
      [
        "Ludwig stacked CNN",
        "d5e290b10bd03bb43cac0ad8858d9922754eed51aaf7626c83853e63585f6436",
      ],
      [
        "LeNet-5",
        "ff0e6c22569bc3b022637666e6333aa092747efee7abb59062b45593ab985ccd",
      ],
      [
        "Keras CNN",
        "c6fb07fc46f390f8358b160b4e16647e587475d5c66b6eca389c5440aea5d895",
      ],
      [
        "Keras CNN, regularised",
        "78730524e62b6357bf9e7d147807048c366a2e1f8a9c72dafb154e3c6db9c398",
      ],
      [
        "Keras ResNet",
        "2c053481e48177ccb2f5296ecb511cbb15550953a1461942572dea162a9286f1",
      ],
      [
        "AlexNet-like",
        "b297731934dc1da576a6f388e947d01e96f9d7bb2c256a00d5238929ecbcd15d",
      ],
      [
        "VGG-like",
        "0306e46b8391a4416652e1f95f5a6fa6d685d7065fa5c18f1c649da44c729268",
      ],
      [
        "MobileNet-like",
        "4031359c10a303704792eeb2139a569e8a3d008adfa66f8c55756922e85d2612",
      ],
      [
        "All-convolutional",
        "f329da2f15883f317ac6db3a077cbbb67b8f647476adaf6708f6f95f69a15fad",
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
          "4dcfbbc65112efb87a3ab0cb89e5943e698b59289f92b1d39b34dd4ce6aa0f6f",
        ],
        [
          "rmsprop",
          0,
          "c62439af0a85b1b4e420825e1a1bbe655d9ae799f72e9f6ce0591c8677d7ee14",
        ],
        [
          "sgd",
          0,
          "8e41326f80b33bfbc60db71e4e4adba7f5130dbe02b0be009e6f9af7bf3427cf",
        ],
        [
          "sgd",
          0.9,
          "37162c4e389928406ac33ef58333cea0afc4693c8c341877b82bdbb2e17c3eb6",
        ],
      ]
    `)
})
