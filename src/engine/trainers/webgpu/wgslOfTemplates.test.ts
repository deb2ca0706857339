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
        "2546d7a3d8634391674d7fafb81b99b7f6e9eebe6928e246b546826fe3d7bbdb",
      ],
      [
        "Galaxy CNN workflow",
        "40c98035fc884b0d6842aebb7fe41bdb600b2c565396cd98d1fb39165858a3cb",
      ],
      [
        "Ludwig stacked CNN",
        "22762cdb0fb20ce2b6adace6868837fcbdd8f0c60dfae911b59f76cb9d9d8ef1",
      ],
      [
        "LeNet-5",
        "879bdf2e3a1761a855c1e87b8acbfb6e363d4193ad32211509c6c17ad119dd48",
      ],
      [
        "Keras CNN",
        "5752761b3b993235ee20918fad68fa7068d4ce46fe1cc321d3dba57bce691091",
      ],
      [
        "Keras CNN, regularised",
        "cd0c4ba41a2b3ea4f75120fa00d2c4583bf9fba344b37b9b90af6c6849369d9b",
      ],
      [
        "Keras ResNet",
        "da82a5cffe7442343f558d909154ba17d305fdf0c38fbd3b55cefd2a995fede0",
      ],
      [
        "AlexNet-like",
        "451d2354ee8cf9af62761feece4e7f6af46c7997be4889bce3abe58f411ca9c8",
      ],
      [
        "VGG-like",
        "07eb4646073ab202523be370c53572b5cdf3b803a2b6552d77e9465575968869",
      ],
      [
        "MobileNet-like",
        "bcdbed7d8286d38e1b958eb740bda57582d2be0ba673d3179062d7cd0802ff52",
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
        "14b6cb7df5b6fcc183fb5c68dd27e644317b46d1f8c1ff6c9cebdf11fd4e4233",
      ],
      [
        "Galaxy CNN workflow",
        "b6361ad425119f0c7bc4ca326609a844c7c17ac74620995f28b63014caf1b5f1",
      ],
      [
        "Ludwig stacked CNN",
        "113cb9f29ea29fa840a4976fb3ad39222f9269eb1a0586d8e8a0eb6a9f3f6b38",
      ],
      [
        "LeNet-5",
        "74f92ebe47dd8aefd653f0c70b32b244a24f42f7c0242ea1d5af1e53b4be0db4",
      ],
      [
        "Keras CNN",
        "f41de23a1596cfd834cc85b3ffc86bd195374afecbf8c196b39b982445702b58",
      ],
      [
        "Keras CNN, regularised",
        "3a32126269b84b8a5fe545302f431fd03fe58e4b03f4202a15b9236d7b8c60e7",
      ],
      [
        "Keras ResNet",
        "0246700bedfe277a2683c57b0e1d527a807f5613ee250495550f93009a298e6c",
      ],
      [
        "AlexNet-like",
        "ae217de44ba5423661dade70b7348ce744ae52493b6fe463a06058ddee0ec182",
      ],
      [
        "VGG-like",
        "8e137e511177a77291e4a194a6560e92d0aa4b8f9ad32652b0e98fc5999429e4",
      ],
      [
        "MobileNet-like",
        "85771101fc453214b2ec9836a653335a64fd33f7028e76fb9ce31da6c66afb50",
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
          "2546d7a3d8634391674d7fafb81b99b7f6e9eebe6928e246b546826fe3d7bbdb",
        ],
        [
          "rmsprop",
          0,
          "0ba8e24d5cf8942f3c9e9440a44cbc6fc9f7f47160c80bfaf48005e86fe1d418",
        ],
        [
          "sgd",
          0,
          "998985286a21b296c015482a9a7a612f5c8dad655e4a3adc8f2b0fd024cde46b",
        ],
        [
          "sgd",
          0.9,
          "5a691bf254ae0a89befbad52f5e135f7a250bda97862b74ab17f455cbf9420bb",
        ],
      ]
    `)
})
