import { describe, expect, it } from 'vitest'
import { choicesFor } from './dataChoices'
import { whyNotContinue } from './continuation'
import { DEFAULT_RECIPE } from './training/recipe'
import { createLayer, createStack } from './graph/stack'

const build = (units: number) => createStack('flat', [createLayer('Dense', { units, activation: 'softmax' })])
const run = { stack: build(10), recipe: { ...DEFAULT_RECIPE, epochs: 5 }, choices: choicesFor(1) }
const whyNot = (changes: Partial<typeof run>) => whyNotContinue(run, 3, { ...run, ...changes })

describe('a run that has ended in epoch 3 of 5', () => {
  it('goes on with the same layers, recipe and data, and as many epochs as are wanted', () => {
    expect(whyNot({})).toBeUndefined()
    expect(whyNot({ stack: build(10) })).toBeUndefined()
    expect(whyNot({ recipe: { ...run.recipe, epochs: 50 } })).toBeUndefined()
    expect(whyNot({ recipe: { ...run.recipe, epochs: 3 } })).toBeUndefined()
  })

  it('says why it can’t go on with anything else', () => {
    expect(whyNot({ stack: build(9) })).toBe('To continue the run, undo the edits of its layers.')
    expect(whyNot({ recipe: { ...run.recipe, seed: 7 } })).toBe('To continue the run, undo the edits of its recipe.')
    expect(whyNot({ choices: { ...run.choices, excluded: [3] } })).toBe(
      'To continue the run, undo the edits of its data.',
    )
    expect(whyNot({ recipe: { ...run.recipe, epochs: 2 } })).toBe('To continue the run, enter at least 3 epochs.')
  })
})
