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
        "5e8eb56e134cf4f52dfb054d5f27892edf239b7f0d9500dec3fc54010a53358b",
      ],
      [
        "Galaxy CNN workflow",
        "fe70f4a891edee0bdaea30d392e2e26af14f47a292d334308f2bb2803de4a3b7",
      ],
      [
        "Ludwig stacked CNN",
        "a7de8a19d98ea7ff904b09331f76e4fa70d0c582a9c787d57abce89d96e11139",
      ],
      [
        "LeNet-5",
        "461809c5cd2f5392b276525ab59467423cce0931e998c7a6ebd8f7b24e4caa8a",
      ],
      [
        "Keras CNN",
        "bb5f37b5d5d7d5da77d42387bb394b58a318c0af0a3775ba1c277552cd7dee2c",
      ],
      [
        "Keras CNN, regularised",
        "df45514f63aa8611192debc6ad49329f56933dd58d2dd15627235ae4ebd43757",
      ],
      [
        "Keras ResNet",
        "1b441f64d69f2d297bc55c87874feb5c2b2dac3052d28102eebe0d86a2252995",
      ],
      [
        "AlexNet-like",
        "89c1222a0dea09c8d2eedeec7d3df8afd64166b8733e94879548eeb17e228ca1",
      ],
      [
        "VGG-like",
        "30c55d5b83022b0577724021b6d8a2877b440c31edb5be1ebf15d4356adc6458",
      ],
      [
        "MobileNet-like",
        "4f28f24b52236b44f0746c902805f8381028bee1784f4f72779d6327abe887ba",
      ],
      [
        "All-convolutional",
        "22c45027780eb67399d61f50b4624c3eb06bd28111f81174ebf3a13532af868e",
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
        "65a60ece22aa1d3dc44dcc45eae76a66511b4fe503326def4d8c826ab33d7979",
      ],
      [
        "Galaxy CNN workflow",
        "e0cc1ff090c236b6d3c0e4e039779bb9676f8d0ece865eebf5933421e0569642",
      ],
      [
        "Ludwig stacked CNN",
        "ed6b851afd457881b7f54dca7d5e04cdf9fe43c60017cd27d0826407fbda0a83",
      ],
      [
        "LeNet-5",
        "a82318df290d79e4a3d4155b4946e1e94429bceb589ef752ad0c0f15531bab83",
      ],
      [
        "Keras CNN",
        "5a7d4e86d2e35d96aa88cb86dc1c86b42ff87260aaac0d39dc10f7a8303891f0",
      ],
      [
        "Keras CNN, regularised",
        "6a03079dba6ea0087b576f00cf4f2f1d1895e54368dc47c4a00b243c9160e199",
      ],
      [
        "Keras ResNet",
        "3e91a9dad02f3f8a7b1ca738727de9e316480d31821c700ddcd54043650ba816",
      ],
      [
        "AlexNet-like",
        "2e2569b07d4ece8afd1c2675bf081922bc382b669dd774bff91a4dcdd7ac342b",
      ],
      [
        "VGG-like",
        "4cc8f7a0bb7bb0f0850b85d4901f55ae16112ec0cad241c15b6a669e964a276e",
      ],
      [
        "MobileNet-like",
        "2bec784c216dfe482b47d89845a5ee2ce715a0d96f1d3e9e819411bdbb886901",
      ],
      [
        "All-convolutional",
        "3f36c1acda6eadb0492fe1e14af77f56ea5ed256fefd0e7670abe4ae6778636a",
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
          "5e8eb56e134cf4f52dfb054d5f27892edf239b7f0d9500dec3fc54010a53358b",
        ],
        [
          "rmsprop",
          0,
          "20e2274bd4d9b75ade0c1c801ca74287e77e81f4a40498875f61c3849235d385",
        ],
        [
          "sgd",
          0,
          "932dedaee49b6ea15c0522378393ba302628cf7b39495e81d4879f2c043e2229",
        ],
        [
          "sgd",
          0.9,
          "76241686dc310849c7141c63245a420d20825f377e03691a726d60dac9f8fafe",
        ],
      ]
    `)
})
