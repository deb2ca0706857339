import { describe, expect, it } from 'vitest'
import { parseProject, serialiseProject } from '../model/project'
import type { Recipe } from '../model/training/recipe'
import type { RunDataset, RunDetails } from './record'
import { findOtherImages, findOtherLoss, findOtherSize } from './sameImages'
import { someRun } from './someRun.fixture'

function runOf(dataset: Partial<RunDataset> = {}, recipe: Partial<Recipe> = {}): RunDetails {
  const { details } = someRun(1)
  const project = parseProject(details.project)
  return {
    ...details,
    dataset: { ...details.dataset, ...dataset },
    project: serialiseProject({ ...project, recipe: { ...project.recipe, ...recipe } }),
  }
}

const one = runOf()
const { perClass } = one.dataset

describe('the images that figures are of', () => {
  it('are the same in runs of one dataset, whatever the recipe has otherwise', () => {
    const other = runOf({}, { epochs: 99, labelSmoothing: 0.1 })
    for (const split of ['train', 'validation', 'test'] as const)
      expect(findOtherImages([one, other], split)).toBeUndefined()
  })

  it.each([
    ['3 classes against 10', { classes: ['a', 'b', 'c'] }],
    ['the classes have other names', { classes: 'abcdefghij'.split('') }],
    ['2,010 images against 2,000', { perClass: { ...perClass, test: perClass.test.map(() => 201) } }],
    ['32 × 28 × 1 against 28 × 28 × 1', { height: 32 }],
    [
      'other numbers of images by class',
      { perClass: { ...perClass, test: perClass.test.toReversed().with(0, 190).with(1, 210) } },
    ],
    ['the contents of the data differ', { digest: 'b'.repeat(64) }],
  ])('differ where %s', (words, dataset: Partial<RunDataset>) => {
    expect(findOtherImages([runOf(dataset), one, one], 'test')).toBe(words)
  })

  it('are counted for each of more than two runs', () => {
    const classes = (count: number) => runOf({ classes: Array.from({ length: count }, (_, at) => String(at)) })
    expect(findOtherImages([classes(3), one, classes(5), one], 'test')).toBe('3, 10 and 5 classes')
  })

  it('are told by the name of the dataset where a record has no digest', () => {
    const { digest: _, ...rest } = one.dataset
    const old: RunDetails = { ...one, dataset: rest }
    expect(findOtherImages([old, old], 'test')).toBeUndefined()
    expect(findOtherImages([one, old], 'test')).toBeUndefined()
    expect(findOtherImages([one, { ...old, dataset: { ...rest, name: 'Digits' } }], 'test')).toBe(
      'the datasets have other names',
    )
  })

  it('are others where the validation images are drawn otherwise, and the test images stay the same', () => {
    const seeded = runOf({}, { seed: 43 })
    expect(findOtherImages([one, seeded], 'validation')).toBe('drawn by seed 42 against 43')
    expect(findOtherImages([one, seeded], 'train')).toBe('drawn by seed 42 against 43')
    expect(findOtherImages([one, seeded], 'test')).toBeUndefined()
    expect(findOtherSize([one, seeded], 'train')).toBeUndefined()
    const brought = { perClass: { ...perClass, validation: perClass.test } }
    expect(findOtherImages([runOf(brought), runOf(brought, { seed: 43 })], 'validation')).toBeUndefined()
    const fewer = { ...one, images: { train: 11_000, validation: 1000 } }
    expect(findOtherImages([one, fewer], 'validation')).toBe('1,800 images against 1,000')
    expect(findOtherImages([one, { ...one, project: '{"version": 99}' }], 'validation')).toBe(
      'the recipe of one can’t be read',
    )
  })
})

describe('the loss', () => {
  it('is the same whatever does not belong to it', () => {
    expect(findOtherLoss([one, runOf({}, { learningRate: 1 })], 'test')).toBeUndefined()
  })

  it('is another with smoothed labels, and in training with weights of the classes', () => {
    expect(findOtherLoss([one, runOf({}, { labelSmoothing: 0.1 })], 'test')).toBe('label smoothing 0 against 0.1')
    const balanced = runOf({}, { classWeight: 'balanced' })
    expect(findOtherLoss([one, balanced], 'validation')).toBeUndefined()
    expect(findOtherLoss([one, balanced], 'train')).toBe('class weights none against balanced')
  })

  it('is not known to be the same where a recipe can’t be read', () => {
    expect(findOtherLoss([one, { ...one, project: '{"version": 99}' }], 'test')).toBe('the recipe of one can’t be read')
  })
})
