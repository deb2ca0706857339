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
        "04d07b578240e20b9cf8197922a8a7ab190a068d439751395a5d3e77f5ab20fe",
      ],
      [
        "Galaxy CNN workflow",
        "840a15006da1013650ea7b653fbde4d5ff991dc26d1e525a27acd4f3ac3cf235",
      ],
      [
        "Ludwig stacked CNN",
        "132fb3a4b356a480ad5eb587f06b3126477b89725e104c1c1d9e894ec4544128",
      ],
      [
        "LeNet-5",
        "1fdcb0477711e2f4c35a19e45d8aacca70253ba5a4c0723ac7950200d8849425",
      ],
      [
        "Quick 99 %",
        "f4bee22c1cfd7641ffb0c583e43c52b16975c990dfb7e99bb1e66e2b251ae4fc",
      ],
      [
        "Keras CNN",
        "b9e1e59ee86f6115976d01797f4c8d05de988435d7c88968475c15f9e8cf97f5",
      ],
      [
        "Keras CNN, regularised",
        "8cd3d1151bf1396ceb92c5d510cdbe54973603c05880d96bb1d2e06e827cee2b",
      ],
      [
        "Keras ResNet",
        "240d76830972106046ab7bbc3c73dc941b6bd24ead672580785b522a1c4c8cbb",
      ],
      [
        "AlexNet-like",
        "1c061e40dbadf263aed58dab0c3d426ebb04cfe2d8c65f5a666ad22a92aa252f",
      ],
      [
        "VGG-like",
        "2a2839aa116829ea12b722e21191e7e87df6cf60e4c993539d9aa292c51cbccc",
      ],
      [
        "MobileNet-like",
        "38e7646f5a2112c0efd8182f41676039ae57f091165ab3025bb0eb60b0173b38",
      ],
      [
        "All-convolutional",
        "738f5d3baecd2af926149f10d1cdf4c26f47a360f2f70ab6ccd24733a767b75d",
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
        "5ed550c95dee201b29ecdeecd1b1956db621f4f95ad779d29ba748b687e68147",
      ],
      [
        "Galaxy CNN workflow",
        "b98e87859a4a65fa6aca415d323c59da73d9d76de76ea4007861997f05013ded",
      ],
      [
        "Ludwig stacked CNN",
        "55915b81a6f2e6702dd82cea9ae74af837d0ac5a579e4fff0568e74c0114b494",
      ],
      [
        "LeNet-5",
        "de2daa35d4b45215616256334eb775d83b9de700b0be7da6d4043d267e3550b9",
      ],
      [
        "Quick 99 %",
        "8cb6d07ad51b44b0556f6d059c1da41ac0d299b096f627549090d34ba0502c9d",
      ],
      [
        "Keras CNN",
        "4b194b97840b4999985ed97a7e68a436e8ed63c957de87ee94e430560a9f1a5a",
      ],
      [
        "Keras CNN, regularised",
        "5253c5752a2762a644184fc1a3cc8a3697fad301683943fa7b2e85cb75142d06",
      ],
      [
        "Keras ResNet",
        "99e2157ba51cce56cbfeb2161c180f794b1712778c3b42e311cfb8591e285f10",
      ],
      [
        "AlexNet-like",
        "3297dd6024270dda0daf504991acf22cdb3bd3ee9782ccd165547fbe0be8538f",
      ],
      [
        "VGG-like",
        "6bc99bb218d44ec1109c0952229ee620d6568e9b09e169476f81225aa107d742",
      ],
      [
        "MobileNet-like",
        "d70d04662a4c6832b50deec55a7ac0fd25605fd64dedc8aff3905e803a5a06cc",
      ],
      [
        "All-convolutional",
        "486ba4557cada3b5975cfc3c191bc57a3eae28503c631367f2654207172b30e0",
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
          "04d07b578240e20b9cf8197922a8a7ab190a068d439751395a5d3e77f5ab20fe",
        ],
        [
          "{"optimizer":"rmsprop"}",
          "acd4224935a88a065f94c8a911219e6dec29153c78c7b59794453854e5fcb939",
        ],
        [
          "{"optimizer":"sgd"}",
          "71da96b7bc8d9d1b89eb1afaeca29e9780d84c2dfe556ac6f7277380101b659a",
        ],
        [
          "{"optimizer":"sgd","sgd":{"momentum":0.9,"nesterov":false,"weightDecay":0}}",
          "17696940da9b80eb04d4528a87464d8054e3a6de0a8b267a661cacd685c7ced6",
        ],
      ]
    `)
})
