import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeMatch, findMisfit, matchClasses, whatToLeaveOut } from './fit'

const MODEL = { data: { height: 28, width: 28, channels: 1, classes: 3 }, classes: ['cat', 'dog', 'eel'] }
const IMAGES = { height: 28, width: 28, channels: 1 }

/** Ten train images of each class, unless told, and five test images. */
function dataOf(classes: readonly string[], train = classes.map(() => 10)) {
  const of = (images: number) => train.map((count) => (count === 0 ? 0 : images))
  return { ...IMAGES, classes, perClass: { train, validation: of(0), test: of(5) } }
}

describe('a model and data', () => {
  it.each([[['cat', 'dog', 'eel']], [['eel', 'cat', 'dog']], [['dog', 'cat']], [['eel']]])(
    'go together where the data have the classes %j',
    (classes) => {
      expect(findMisfit(MODEL, dataOf(classes))).toBeUndefined()
    },
  )

  it('go together where no image is left of what the model does not know', () => {
    expect(findMisfit(MODEL, dataOf(['ant', 'cat'], [0, 10]))).toBeUndefined()
  })

  it.each([
    [
      'images of another size',
      { ...dataOf(['cat']), width: 32 },
      'The model is for images of 28 × 28 pixels, grey; those of the data are 32 × 28 pixels, grey: load the data that go with it.',
    ],
    [
      'a class more',
      dataOf(['cat', 'fox']),
      'The model doesn’t know “fox”, which 15 images of the data are: leave them out, or load other data.',
    ],
    [
      'a single image more',
      { ...dataOf(['cat', 'fox']), perClass: { train: [1, 1], validation: [0, 0], test: [0, 0] } },
      'The model doesn’t know “fox”, which 1 image of the data is: leave it out, or load other data.',
    ],
    [
      'many classes more',
      dataOf(['ant', 'bee', 'cat', 'fox', 'gnu', 'hen']),
      'The model doesn’t know “ant”, “bee”, “fox” and 2 more, which 75 images of the data are: leave them out, or load other data.',
    ],
    [
      'a name written otherwise',
      dataOf(['Cat ', 'dog']),
      'The model doesn’t know “Cat ”, which 15 images of the data are (“Cat ” may mean its “cat”, but is written otherwise): leave them out, or load other data.',
    ],
    [
      'other classes altogether',
      dataOf(['0', '1', '2', '3', '4']),
      'The model knows no class of the data: it tells “cat”, “dog” and “eel” apart, and the data have “0”, “1”, “2” and 2 more. Load the data that go with it.',
    ],
    [
      'a class of the model as a part of another',
      { ...dataOf(['cat', 'eel']), merged: [{ from: 'dog', to: 'cat' }] },
      'The model tells “dog” apart, which is a part of “cat” in the data: undo the merging, or train a model on these data.',
    ],
  ])('don’t where the data have %s', (_, dataset, message) => {
    expect(findMisfit(MODEL, dataset)).toBe(message)
  })

  it('never take a number written otherwise for the same class', () => {
    const digits = { ...MODEL, classes: ['1', '7', '10'] }
    expect(findMisfit(digits, dataOf(['1', '7.0']))).toContain('“7.0” may mean its “7”')
  })

  it('go together once a class that was merged is one that the model does not tell apart', () => {
    const merged = [{ from: 'Cat', to: 'cat' }]
    expect(findMisfit(MODEL, { ...dataOf(['cat', 'dog']), merged })).toBeUndefined()
  })
})

describe('what to leave out', () => {
  it('are the classes that the model does not know, as far as the rest goes with it', () => {
    expect(whatToLeaveOut(MODEL, dataOf(['ant', 'cat', 'fox'], [10, 10, 0]))).toEqual([
      { index: 0, name: 'ant', images: 15 },
    ])
    expect(whatToLeaveOut(MODEL, dataOf(['ant', 'fox']))).toEqual([])
    expect(whatToLeaveOut(MODEL, { ...dataOf(['ant', 'cat']), width: 32 })).toEqual([])
    expect(whatToLeaveOut(MODEL, { ...dataOf(['ant', 'cat']), merged: [{ from: 'eel', to: 'cat' }] })).toEqual([])
  })
})

describe('how classes are matched', () => {
  it.each([
    [['cat', 'dog', 'eel'], undefined],
    [['dog', 'cat', 'eel'], 'Classes matched by name: the model has them in another order.'],
    [
      ['cat', 'eel'],
      'Classes matched by name: the data have 2 of the model’s 3, and none of “dog”, which macro averages of precision, recall and F1 count as 0.',
    ],
    [
      ['eel', 'cat'],
      'Classes matched by name: the data have 2 of the model’s 3, and none of “dog”, which macro averages of precision, recall and F1 count as 0; the model has them in another order.',
    ],
    [['ant', 'cat', 'dog', 'eel'], 'Classes matched by name: the model doesn’t know “ant”, whose images are left out.'],
  ])('is said of %j', (classes, words) => {
    expect(describeMatch(MODEL, { classes })).toBe(words)
  })

  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 12 })

  it('leads each class of the data to the same name, and is told unless nothing moves', () => {
    fc.assert(
      fc.property(
        names.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: 1 }))),
        ([ofModel, ofData]) => {
          const places = matchClasses(ofModel, ofData)
          expect(places.map((place) => ofModel[place])).toEqual(ofData)
          const isSame = JSON.stringify(ofModel) === JSON.stringify(ofData)
          expect(describeMatch({ classes: ofModel }, { classes: ofData }) === undefined).toBe(isSame)
        },
      ),
    )
  })
})
