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

  it('keeps its epochs where a schedule spans them', () => {
    const scheduled = { ...run, recipe: { ...run.recipe, schedule: { kind: 'cosineDecay' as const } } }
    const longer = { ...scheduled, recipe: { ...scheduled.recipe, epochs: 50 } }
    expect(whyNotContinue(scheduled, 3, scheduled)).toBeUndefined()
    expect(whyNotContinue(scheduled, 3, longer)).toBe(
      'To continue the run, set Epochs to 5: its schedule spans just these.',
    )
    const fixed = { ...DEFAULT_RECIPE.cosineDecay, decaySteps: 100 }
    const apart = { ...scheduled, recipe: { ...scheduled.recipe, cosineDecay: fixed } }
    expect(whyNotContinue(apart, 3, { ...apart, recipe: { ...apart.recipe, epochs: 50 } })).toBeUndefined()
  })

  it('says why it can’t go on with anything else', () => {
    expect(whyNot({ stack: build(9) })).toBe('To continue the run, undo the edits of its layers.')
    expect(whyNot({ recipe: { ...run.recipe, seed: 7 } })).toBe('To continue the run, undo the edits of its recipe.')
    expect(whyNot({ recipe: { ...run.recipe, optimizer: 'adamW' } })).toBe(
      'To continue the run, set Optimizer to Adam again: AdamW can’t go on with what Adam kept of the weights.',
    )
    expect(whyNot({ recipe: { ...run.recipe, adam: { ...run.recipe.adam, beta1: 0.8 } } })).toBe(
      'To continue the run, undo the edits of its recipe.',
    )
    expect(whyNot({ choices: { ...run.choices, excluded: [3] } })).toBe(
      'To continue the run, undo the edits of its data.',
    )
    expect(whyNot({ recipe: { ...run.recipe, epochs: 2 } })).toBe('To continue the run, enter at least 3 epochs.')
  })
})
