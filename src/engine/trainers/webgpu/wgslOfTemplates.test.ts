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
        "e288f3ea50383ea4007d2a5df02d127408d3948813299f6c69220232a22b862d",
      ],
      [
        "Galaxy CNN workflow",
        "d6a08eeea4dff02ca5f46287224f896b92735c7ed040ddd6d5b0a0f0055af847",
      ],
      [
        "Ludwig stacked CNN",
        "f70a631ed4d45355c5bb53e888c460ec66c53fdfa36a2092ccd83d8afd973815",
      ],
      [
        "LeNet-5",
        "2acea947f81775e7c4c5c8d07fc150a84216ecd8da3a98579e25a9b0db20df07",
      ],
      [
        "Quick 99 %",
        "f25d6c78fbc6349fbbac6e75f2f4b86cf948eb09a1feff988b75cbf1214305d4",
      ],
      [
        "Keras CNN",
        "eff635fd63335646d1b834dc2c694e030541afb711ee173dc6568aec67bf7001",
      ],
      [
        "Keras CNN, regularised",
        "a2ace4583525710119fa67c35f98e5883cbe988b0ab51ab9b5e03ea77a1451cf",
      ],
      [
        "Keras ResNet",
        "85b40b6b3841994c6e7c7dcb29e435ac8d2eedb63eb55b3190404b6acd0c2f62",
      ],
      [
        "AlexNet-like",
        "6a2d503b81cc19a80b9166fd938653baf306525aca082458c4e846b9f13297a4",
      ],
      [
        "VGG-like",
        "61208793a1a232b513cab5b44bb99568b448f598cc71e910c239bc90654c1ae1",
      ],
      [
        "MobileNet-like",
        "0a4f8c5bf797c9ed54a1b0c554988e626b0daea636f171fef90c2545230576ae",
      ],
      [
        "All-convolutional",
        "1237663a5f27144ef3d26211aa7732d6924a4a1bb17dc935bc6a2d0326f107e6",
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
        "54f02f2989f824860a3a5fc660a06dd37066da1672da200591d6b7188f0a3c86",
      ],
      [
        "Galaxy CNN workflow",
        "33df0c1aa981933e60173ff4dfca6415aa812162dedfd148115de0513acfe30c",
      ],
      [
        "Ludwig stacked CNN",
        "54e40c8b8c0588ecefffa43797fd63822168195b128e41e778ecba7888640c0c",
      ],
      [
        "LeNet-5",
        "62af06f2a392d681cad6cd001a33c3474e3589b36b1a5ffdff15db9eb3bce8fa",
      ],
      [
        "Quick 99 %",
        "988813e66c11ccb7291584d5893303d1480aaed568b942fe9333b0cc4a69ddf4",
      ],
      [
        "Keras CNN",
        "569cac00271d09d978bbe040ae80d7e1502f3ec796ee470374059671494f9466",
      ],
      [
        "Keras CNN, regularised",
        "b3664205fdd67e77a6b9562d357898647f2f5ded582bbe7022e9bfdfd0af4bc2",
      ],
      [
        "Keras ResNet",
        "1a23559a5e9f31a476e8d7808bd4e39f89827d50c0c48fe9798b2dbf7f9cd15f",
      ],
      [
        "AlexNet-like",
        "642b446ec78c6a142ca4aa285f56a19ef8ec152b60c1b9b7557ab27ea64cf5b0",
      ],
      [
        "VGG-like",
        "d345431a6a5496e11d7793c41262f0a38514a17331ac11f680eccb32fdd6ae12",
      ],
      [
        "MobileNet-like",
        "4e4fdbf2644e2f4fb72f6bdbf1f2c09bb94d163eb686691289f72f74a2a9cead",
      ],
      [
        "All-convolutional",
        "7320eb7bf91a99298dae4bb0f2d72042142a077d3ce7bf82cbaab957ac439519",
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
          "e288f3ea50383ea4007d2a5df02d127408d3948813299f6c69220232a22b862d",
        ],
        [
          "{"optimizer":"rmsprop"}",
          "77ae84fbb0b793aebf9bb56315a5e33ea4107a892be4c164cc22c0221c56761e",
        ],
        [
          "{"optimizer":"sgd"}",
          "76c1d91cc94e287b92b6c36e9384ca099e50cc660770c0da38b4025c587f9024",
        ],
        [
          "{"optimizer":"sgd","sgd":{"momentum":0.9,"nesterov":false,"weightDecay":0}}",
          "2f05026ad03e92386a837fc56220affea7bb049acadd7ac7d02772213b7a3722",
        ],
      ]
    `)
})
