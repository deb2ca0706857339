import { describe, expect, it } from 'vitest'
import { ludwigTarget } from '../ludwig/target'
import { createLayer, createStack } from '../../model/graph/stack'
import { initialWeights } from '../../model/graph/initialise'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import type { Plan, PlanTarget } from '../target'
import { kerasScriptTarget } from './keras/target'
import { pytorchScriptTarget } from './pytorch/target'
import { variablesFor } from './layerNames'
import { pythonFloat, pythonValue } from './pythonValue'

const NAMES = [
  'plain',
  'a “quoted” "one"',
  "it's",
  '</script>',
  '../../etc',
  'two\nlines',
  'back\\slash',
  'ünïcødé 😀',
  '"""',
  '{x}',
]

const PLAN: Plan = {
  stack: createStack('image', [
    { ...createLayer('Conv2D', { filters: 4 }), name: 'class' },
    { ...createLayer('Flatten'), name: '3rd-layer.x' },
    createLayer('Dense', { units: NAMES.length, activation: 'softmax' }),
  ]),
  data: { height: 12, width: 12, channels: 1, classes: NAMES.length },
  classes: NAMES,
  recipe: DEFAULT_RECIPE,
  dataset: {
    name: 'my "images".zip + labels.csv',
    splits: 'given',
    dealt: { kind: 'random', train: 0.6, validation: 0.15, test: 0.25, seed: 7 },
    decided: { excluded: 3, relabelled: 0, merged: 1 },
    images: { train: 601, validation: 150, test: 249 },
  },
}

async function scriptOf(target: PlanTarget, plan: Plan = PLAN): Promise<string> {
  const { write } = await target.load()
  const { files } = await write(plan, new Set())
  return new TextDecoder().decode(files[0]!.bytes)
}

describe.each([kerasScriptTarget, pytorchScriptTarget])('$name', (target) => {
  it('has names that may hold anything as Python’s own texts', async () => {
    const script = await scriptOf(target)
    const written = /^CLASSES = (\[.*\])$/m.exec(script)?.[1]
    // Python's literals of such texts are JSON's, but for characters beyond 16 bits.
    const json = written!.replaceAll(/\\U([0-9a-f]{8})/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    expect(json).not.toMatch(/\\ud[89a-f]/)
    expect(JSON.parse(json)).toEqual(NAMES)
    expect(script).toContain(String.raw`default=Path("my \"images\".zip")`)
    expect(script).toMatch(/^[\n -~]+$/)
  })

  it('deals the images as a person did, whatever the files say', async () => {
    const dealt = await scriptOf(target)
    for (const line of ['DRAWN_SHARES = (0.6, 0.15, 0.25)', 'DRAWN_SEED = 7', 'DEALS_ANEW = True'])
      expect(dealt).toContain(line)
    const { dataset: _, ...bare } = PLAN
    const script = await scriptOf(target, bare)
    for (const line of ['DRAWN_SHARES = (0.7, 0.1, 0.2)', 'DRAWN_SEED = 42', 'DEALS_ANEW = False'])
      expect(script).toContain(line)
    expect(script).toContain('required=True')
  })

  it('says what was decided about the data and is not in the files, and nothing where that is nothing', async () => {
    const { write } = await target.load()
    const said = (await write(PLAN, new Set())).differences.find((each) => each.includes('as they are'))
    expect(said).toContain('3 images taken out and 1 class merged into others')
    const plain = { ...PLAN.dataset!, decided: { excluded: 0, relabelled: 0, merged: 0 } }
    const { differences } = await write({ ...PLAN, dataset: plain }, new Set())
    expect(differences.filter((each) => each.includes('as they are'))).toEqual([])
  })

  it('has only what the recipe uses', async () => {
    const plain = await scriptOf(target)
    const recipe: Recipe = {
      ...DEFAULT_RECIPE,
      classWeight: 'balanced',
      labelSmoothing: 0.1,
      modelCheckpoint: { ...DEFAULT_RECIPE.modelCheckpoint, on: true },
    }
    const rich = await scriptOf(target, { ...PLAN, recipe })
    for (const word of ['balanced_weights', 'label_smoothing', 'val_loss"']) {
      expect(rich).toContain(word)
      if (word !== 'val_loss"') expect(plain).not.toContain(word)
    }
  })

  it('comes with the weights that training begins with', async () => {
    const { write } = await target.load()
    const { files } = await write(PLAN, new Set())
    const { bytes } = files.find(({ name }) => name === 'initial_weights.npz')!
    const [kernel] = [...initialWeights(PLAN.stack, PLAN.data, PLAN.recipe.seed).values()]
    const wanted = new Uint8Array(kernel!.buffer)
    const text = new TextDecoder('latin1').decode(bytes)
    expect(text).toContain('class/kernel.npy')
    expect(text).toContain(`'shape': (3, 3, 1, 4), }`)
    expect(text).toContain(new TextDecoder('latin1').decode(wanted))
  })

  it('tells what it does otherwise', async () => {
    const { write } = await target.load()
    const recipe: Recipe = { ...DEFAULT_RECIPE, augmentation: { ...DEFAULT_RECIPE.augmentation, rotation: 5 } }
    const stack = createStack('flat', [
      createLayer('Dropout'),
      createLayer('Dense', { units: 10, activation: 'softmax', kernelL2: 1 }),
    ])
    const dataset = { ...PLAN.dataset!, name: 'train-images-idx3-ubyte.gz' }
    const told = (await write({ ...PLAN, recipe, stack, dataset }, new Set())).differences.join('\n')
    for (const word of ['taken out', 'Dropout and noise', 'augmented', 'penalties', 'bring the data into that form'])
      expect(told).toContain(word)
  })
})

describe('Python', () => {
  it('has tuples, and floats that are floats', () => {
    expect(pythonValue([3, [1, null], [true, 'a']])).toBe('(3, (1, None), (True, "a"))')
    expect(pythonValue([7])).toBe('(7,)')
    expect([2, 0.5, 1e-7].map((value) => pythonFloat(value).text)).toEqual(['2.0', '0.5', '1e-7'])
  })

  it('has variables that are none of its words, and differ', () => {
    expect(variablesFor(['class', 'a.b', 'a-b', '3d', 'Train'], ['train'])).toEqual([
      'class_1',
      'a_b',
      'a_b_1',
      '_3d',
      'train_1',
    ])
  })
})

describe('plans', () => {
  it('have targets that are told of without loading them', () => {
    const targets = [kerasScriptTarget, pytorchScriptTarget, ludwigTarget]
    expect(new Set(targets.map(({ id }) => id)).size).toBe(3)
    expect(
      pytorchScriptTarget.findObstacle({ ...createLayer('Conv2DTranspose', { outputPadding: [1, 1] }), id: '1' }, []),
    ).toContain('padding')
  })
})
