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
        "3c95c9140148cb66dc5a8b21ce87be86356c109f3592a2ebda33a010be4f5365",
      ],
      [
        "Galaxy CNN workflow",
        "87973d17b4f3314679586527232a6d343fa3f57bfa772e40b98af42a5a4f34b2",
      ],
      [
        "Ludwig stacked CNN",
        "63e9f7c73eac89d369c1f70a6a02c34e03fc13c666a7456f627f0ce5da4193ce",
      ],
      [
        "LeNet-5",
        "a9790d005f126a978867933b01b85750038038b4333c7152bff50ce5f12342e2",
      ],
      [
        "Quick 99 %",
        "03ee45da1cbcda10a4b00677839e2bdbbcf0b36db04f89809dd1c8428c600c6a",
      ],
      [
        "Keras CNN",
        "02c7a5332ad2db59c08b0a5eee5766cbd1a6bbb61e286e4f0a34be02495b4ea2",
      ],
      [
        "Keras CNN, regularised",
        "d7d1469478d0f9e6b32835a77b4e5931befe3af72eca0d9632ab876cf90d70d4",
      ],
      [
        "Keras ResNet",
        "a072c27f58a7df5f04c22c39f7aed4a7175bc348535880dd92a063ef17e9e314",
      ],
      [
        "AlexNet-like",
        "65530b97dacc5d3da2330ee334743031222f65739ca7ceb746c72c994fd453d8",
      ],
      [
        "VGG-like",
        "25db0c941c9df502fbfe39f9336c57331e41a380e0257cc4df599cf3df98d714",
      ],
      [
        "MobileNet-like",
        "c1c79b698aa7a3723e706e690610e67c836d5fdcf9967eb9a266039b9a19f8de",
      ],
      [
        "All-convolutional",
        "58fa20b0d0c7c3fc485ff3fbc321c33e06f19bdc6ddc0f2f894233aae482c9a6",
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
        "59cfbee22d5343e791d71ebe8b7f416840a94efe8d5470cf52790c919c5abd87",
      ],
      [
        "Galaxy CNN workflow",
        "ace0f4f5db778fba9b4a0ec166c029de792bfeffb4412e52e6859ce7f863fd5d",
      ],
      [
        "Ludwig stacked CNN",
        "35d7b079baff66e709373c7b7f862090a14063f5c67acf31e807e2e00f6ce5cf",
      ],
      [
        "LeNet-5",
        "a61347deb7d0b62475a2adad8400a5d57d6bb00ddb37a0db430f1f0eb56d94a4",
      ],
      [
        "Quick 99 %",
        "57b84e59ef09096a0f8ec65f84ea8dc25a0e45cb2606a498f942391469852a5a",
      ],
      [
        "Keras CNN",
        "160b13b08c49f7792e8bf1f38942f8ae7b4930106f13c0799849bd573f39e64f",
      ],
      [
        "Keras CNN, regularised",
        "bf3015470e0bd7e702e14cfa2986426f27a089079629b1bf0fd301695424fb28",
      ],
      [
        "Keras ResNet",
        "c9f691f6ed2f157e496992c2dd6f285d476fdf60cb48ea815df8322f032c3aad",
      ],
      [
        "AlexNet-like",
        "5f69ac5876e755f84f8b37737404d8ba38ebf22d8f82e4de494f3d5b8a9cbaf1",
      ],
      [
        "VGG-like",
        "1ae7f593ab3b5feb18e3e236f735df540c5efa35f52fb4bee23925fd87ba08d3",
      ],
      [
        "MobileNet-like",
        "f02d35762a6e5bb9ecce68cd9329964b5a55e95ce50356881fa42013f83cb607",
      ],
      [
        "All-convolutional",
        "fc4d4e0e75df83cac38d3735bd3b22f94e9f1619a795a45146cc733f46d231c4",
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
          "{"optimizer":"adam"}",
          "3c95c9140148cb66dc5a8b21ce87be86356c109f3592a2ebda33a010be4f5365",
        ],
        [
          "{"optimizer":"rmsprop"}",
          "d87c4134b5d1e4155bac8527b7d6e2b52feeed40129bb40f0b5289333c19b7ef",
        ],
        [
          "{"optimizer":"sgd"}",
          "397e3ab0ed293b18e66f9d417482dbe3594f5540b911eb0b7bdf29cc12075938",
        ],
        [
          "{"optimizer":"sgd","sgd":{"momentum":0.9,"nesterov":false,"weightDecay":0}}",
          "6439a623914b16167687932cb7cab15a0f02e8f9f8a654aa0f3dd5423041e25c",
        ],
      ]
    `)
})
