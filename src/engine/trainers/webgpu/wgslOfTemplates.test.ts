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
        "3337e3c371b00f433be39f32cb65134e7bd40ef24aebcaac4e35d8104ee8b9db",
      ],
      [
        "Galaxy CNN workflow",
        "d48bd11a24bc26c13310042d6ee4f799db754ed7dc85650bb72768039102c950",
      ],
      [
        "Ludwig stacked CNN",
        "314b079d2c8d281263d5c1a77748c88df28937e0f768d680adc3da8c104cb579",
      ],
      [
        "LeNet-5",
        "27b7a7c0f60e3d213f11afb40ba5459cdda45c11e5d81e62c172ce33f285d706",
      ],
      [
        "Keras CNN",
        "921696c1395839953b9617c79c2364cb5595e74b246227a8d570aedade5a0362",
      ],
      [
        "Keras CNN, regularised",
        "c7e0f1c07b11c19111079ce95cdd70947728fd660a5df3e58843563ebb078347",
      ],
      [
        "Keras ResNet",
        "6e59a76eb7f63c1998b3710bb1cbc22e3fe2e226a0e474a42c99501c449a8989",
      ],
      [
        "AlexNet-like",
        "33809f2de1fb05fad6ed3ee58fae08783ce03e803fdaeaa6d5bed9eaf535ceea",
      ],
      [
        "VGG-like",
        "50c72c63d6517c3b76bcd87bc1492f83e01e24c85f198c3e74d980caf75cca56",
      ],
      [
        "MobileNet-like",
        "471a73c184d487dfcf5e4a6def9c8b9d243a354c97e7d08a9bb3197302433d8a",
      ],
      [
        "All-convolutional",
        "3254657969babbd4c2c8b799a6229d0cc8c419b9dd0b0001f7967d70a2e96ea4",
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
        "908b03f88d414b98965abf19e6660732824b051a12953fccbf19034c35591eb1",
      ],
      [
        "Galaxy CNN workflow",
        "2556f4fa07a083d277eeffc26dd96c96809961fe9ded5bc5354a4eed225ed801",
      ],
      [
        "Ludwig stacked CNN",
        "12b2e8ada04f2ce25efe93d864f5bedbb250b2c09fdc72ef4f3f9f48d469bac9",
      ],
      [
        "LeNet-5",
        "b2a2edad6ae85b577153604d0eeb0500cae98b88f6f31b644b2ee52aefdd1f5b",
      ],
      [
        "Keras CNN",
        "0b3d63a70efcec41af25a24a2ffd2b01d75a7aee619fa18b6016f064c2d74c1c",
      ],
      [
        "Keras CNN, regularised",
        "fdc3860f4c2341cca253b933cb2e3a87c6641639fc9f36c999d5be819b357500",
      ],
      [
        "Keras ResNet",
        "2914282775d9f0718310d71e850cd08b33f95419f09016dabafe73f9f7219aa6",
      ],
      [
        "AlexNet-like",
        "c22d85b47c5991e608148dbacb7438bcae8962cf08cfba4196a8199a7bcfc2c5",
      ],
      [
        "VGG-like",
        "06e943c7abb10050618b075cea0afae435cb88e242dfb4eb3fc82c8c6efd682d",
      ],
      [
        "MobileNet-like",
        "8fe84cfa564e96bd28a3dfbe1533ffc26d366ffa1d90854ebdda3ac00705cd26",
      ],
      [
        "All-convolutional",
        "9b02344714a24d740cfe6219cf54bdb76e67a06b155bc2698cb4e082b2661be2",
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
          "3337e3c371b00f433be39f32cb65134e7bd40ef24aebcaac4e35d8104ee8b9db",
        ],
        [
          "rmsprop",
          0,
          "2c21b763145e98c0c18ea7c68a2655fe8f55f1294d0b96a5123dc0742d1a3755",
        ],
        [
          "sgd",
          0,
          "1b855abbb41f118fee92186d9676cb03934d49b47e9ed8545280eaecb48325b4",
        ],
        [
          "sgd",
          0.9,
          "8231c0a013d99d04383c4cbc650dc91cd03bef7f14f5544d7865bd7701e3b9f4",
        ],
      ]
    `)
})
