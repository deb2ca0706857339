import { describe, expect, it } from 'vitest'
import { EXCLUDED, type Dataset } from '../dataset'
import type { Finding } from '../datasetFacts'
import { findAlikeNames } from './alikeNames'

/** So many images of each class. */
function find(counts: Readonly<Record<string, number>>, excluded = 0): readonly Finding[] {
  const classes = Object.keys(counts)
  const labels = Uint16Array.from(classes.flatMap((name, label) => Array.from({ length: counts[name]! }, () => label)))
  const dataset: Dataset = {
    name: 'pets',
    width: 1,
    height: 1,
    channels: 1,
    count: labels.length,
    pixels: new Uint8Array(labels.length),
    classes,
    labels,
    splits: Uint8Array.from(labels, (_, image) => (image < excluded ? EXCLUDED : 0)),
    paths: [],
  }
  return findAlikeNames(dataset, 10_000)
}

describe('classes with nearly the same name', () => {
  it('in capitals alone can be made one, under the name that has more images', () => {
    expect(find({ Cat: 2, cat: 3, dog: 1 })).toEqual([
      {
        kind: 'alikeNames',
        severity: 'warning',
        message:
          '“cat” (3 images) and “Cat” (2 images) differ in capitals alone. If they are the same, make them one class, “cat”, which has more images.',
        images: [0, 1],
        remedy: { kind: 'merge', merged: [{ from: 'Cat', to: 'cat' }] },
      },
    ])
  })

  it('under the first name where both have as many', () => {
    const [finding] = find({ Cat: 1, cat: 1, dog: 1 })
    expect(finding!.message).toMatch(/one class, “Cat”\.$/)
  })

  it('are told apart by what differs, several in one finding', () => {
    const found = find({
      'hot dog': 1,
      hot_dog: 2,
      'Ice-Cream': 1,
      'ice cream': 1,
      Cat: 1,
      cat: 2,
      CAT: 3,
      Dog: 2,
      dog: 1,
    })
    expect(found.map(({ message }) => message)).toEqual([
      'Classes differ in capitals alone: “CAT” and “cat” and “Cat”, “Dog” and “dog”. If they are the same, make each one class: it has the name with more images, which stands first.',
      '“hot_dog” (2 images) and “hot dog” (1 image) differ in blanks, dashes or underscores alone. If they are the same, make them one class, “hot_dog”, which has more images.',
      '“Ice-Cream” (1 image) and “ice cream” (1 image) differ in capitals, blanks, dashes or underscores alone. If they are the same, make them one class, “Ice-Cream”.',
    ])
    expect(found[0]!.remedy).toEqual({
      kind: 'merge',
      merged: [
        { from: 'cat', to: 'CAT' },
        { from: 'Cat', to: 'CAT' },
        { from: 'dog', to: 'Dog' },
      ],
    })
  })

  it('are not letters, numbers or TeX’s commands, whose capitals mean something else', () => {
    expect(find({ A: 1, a: 1, É: 1, é: 1, '\\Delta': 1, '\\delta': 1, '-1': 1, '1': 1, '1-2': 1, '1 2': 1 })).toEqual(
      [],
    )
    expect(find({ 'a b': 1, ab: 1, 'a-': 1, a: 1 })).toEqual([])
  })

  it('can’t be made one where no other class would be left', () => {
    const [finding] = find({ Cat: 2, cat: 3 })
    expect(finding!.remedy).toBeUndefined()
    expect(finding!.message).toBe(
      '“cat” and “Cat” differ in capitals alone. If they are the same, the data have one class, and a classifier needs at least two.',
    )
  })

  it('are not found among classes without images', () => {
    expect(find({ Cat: 2, cat: 3, dog: 1 }, 2)).toEqual([])
  })

  it('that look alike were kept before names had one spelling', () => {
    const [finding] = find({ 'caf\u00e9': 2, 'cafe\u0301': 1, tea: 1 })
    expect(finding!.message).toContain('differ in signs that can’t be seen alone')
  })
})
