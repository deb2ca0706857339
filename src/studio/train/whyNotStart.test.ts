import type { DatasetSummary } from '../../engine/protocol/data'
import { describe, expect, it } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { removeLayer, type Stack } from '../../model/graph/stack'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { UNDER_WAY } from '../../store/session/underWay'
import { checkRecipeFor, whyNotStart, type StartFacts } from './whyNotStart'

const STACK = TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack

function dataset(train: number, validation = 0): DatasetSummary {
  return {
    id: 1,
    name: 'Digits',
    images: train * 10,
    excluded: 0,
    relabelled: 0,
    splitsGiven: true,
    files: [],
    width: 28,
    height: 28,
    channels: 1,
    classes: '0123456789'.split(''),
    perClass: {
      train: Array<number>(10).fill(train),
      validation: Array<number>(10).fill(validation),
      test: Array<number>(10).fill(0),
    },
    bytes: 0,
    seconds: 0,
    problems: [],
    problemCount: 0,
    notes: [],
  }
}

function facts(change: Partial<StartFacts> = {}, stack: Stack = STACK): StartFacts {
  return {
    dataset: dataset(100),
    importing: false,
    busy: false,
    stack,
    analysis: analyseStack(stack, DEFAULT_DATA_SHAPE),
    recipeProblems: [],
    ...change,
  }
}

describe('what keeps a run from starting', () => {
  it('is nothing when all is there', () => {
    expect(whyNotStart(facts())).toBeUndefined()
  })

  it('is the data first: being read, absent, or without train images', () => {
    expect(whyNotStart(facts({ importing: true }))).toBe(UNDER_WAY.reading)
    expect(whyNotStart(facts({ dataset: undefined }))).toContain('Use sample digits')
    expect(whyNotStart(facts({ dataset: dataset(0) }))).toContain('no train images: load')
    expect(whyNotStart(facts({ dataset: { ...dataset(0), excluded: 9 } }))).toContain('include some')
  })

  it('names the layer that has a problem', () => {
    const flatten = STACK.layers.find(({ className }) => className === 'Flatten')
    const broken = removeLayer(STACK, flatten?.id ?? '')
    expect(whyNotStart(facts({}, broken))).toMatch(/^Layer 6, Dense, has a problem: /)
  })

  it('is the stack as a whole when there is no layer', () => {
    expect(whyNotStart(facts({}, { ...STACK, layers: [] }))).toContain('no layers yet')
  })

  it('is the recipe, which says itself what is wrong', () => {
    const recipeProblems = checkRecipeFor({ ...DEFAULT_RECIPE, learningRate: -1 }, dataset(100))
    expect(whyNotStart(facts({ recipeProblems }))).toBe('The recipe has a mistake: mend it first.')
  })

  it('is a model that is being tested', () => {
    expect(whyNotStart(facts({ busy: true }))).toBe(UNDER_WAY.testing)
  })
})

describe('the recipe on the data at hand', () => {
  const recipe = { ...DEFAULT_RECIPE, batchSize: 900, validationSplit: 0.15 }

  it('counts the images that are kept aside to validate', () => {
    expect(checkRecipeFor(recipe, dataset(100)).map(({ field }) => field)).toEqual(['batchSize'])
  })

  it('keeps none aside when the data bring a validation split', () => {
    expect(checkRecipeFor(recipe, dataset(100, 10))).toEqual([])
  })
})
