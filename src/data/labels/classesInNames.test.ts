import { describe, expect, it } from 'vitest'
import { createRandom } from '../../model/random'
import { parsePattern, readClass } from '../namePattern'
import { findNamePatterns } from './classesInNames'

/** `count` names. */
const names = (count: number, name: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => name(i))
const pick = <T>(items: readonly T[], i: number): T => items[i % items.length]!
const padded = (value: number, digits: number): string => String(value).padStart(digits, '0')

/** How often each class is read off the names. */
function countsOf(pattern: string, files: readonly string[]): Record<string, number> {
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) throw new Error(parsed.problem)
  const counts: Record<string, number> = {}
  for (const file of files) {
    const label = readClass(parsed, file) ?? '-'
    counts[label] = (counts[label] ?? 0) + 1
  }
  return counts
}

const random = createRandom(7)
const hash = (): string => Array.from({ length: 12 }, () => random.integer(16).toString(16)).join('')

describe('names that say classes', () => {
  const breeds = [
    'Abyssinian',
    'great_pyrenees',
    'great_dane',
    'american_bulldog',
    'american_pit_bull_terrier',
    'beagle',
  ]
  it.each<[what: string, files: string[], pattern: string, counts: Record<string, number>]>([
    ['Dogs vs. Cats', names(60, (i) => `${pick(['cat', 'dog'], i)}.${i}.jpg`), '{class}.#', { cat: 30, dog: 30 }],
    [
      'Dogs vs. Cats with the images to be predicted',
      [...names(40, (i) => `${pick(['cat', 'dog'], i)}.${i}.jpg`), ...names(20, (i) => `${i}.jpg`)],
      '{class}.#',
      { cat: 20, dog: 20, '-': 20 },
    ],
    [
      'Oxford Pets',
      names(60, (i) => `${pick(breeds, i)}_${i}.jpg`),
      '{class}_#',
      Object.fromEntries(breeds.map((breed) => [breed, 10])),
    ],
    [
      'images from Roboflow',
      names(60, (i) => `${pick(breeds, i)}_${i}_jpg.rf.${hash()}.jpg`),
      '{class}_#*',
      Object.fromEntries(breeds.map((breed) => [breed, 10])),
    ],
    [
      'Edge Impulse',
      names(60, (i) => `${pick(['wave', 'idle'], i)}.${hash()}${i}.jpg`),
      '{class}.*',
      { wave: 30, idle: 30 },
    ],
    [
      'Edge Impulse, from files that had endings',
      names(60, (i) => `${pick(['wave', 'idle'], i)}.${i % 3 ? 'json.' : ''}${hash()}q${i}.jpg`),
      '{class}.*',
      { wave: 30, idle: 30 },
    ],
    [
      'MNIST, the class last',
      names(60, (i) => `train-${padded(4900 + i, 5)}-${i % 3}.png`),
      '*-{class}',
      { 0: 20, 1: 20, 2: 20 },
    ],
    [
      'a digit and a counter',
      names(60, (i) => `${i % 3}_${Math.floor(i / 3)}.png`),
      '{class}_*',
      { 0: 20, 1: 20, 2: 20 },
    ],
    ['a counter and a digit', names(60, (i) => `${padded(i, 5)}_${i % 3}.png`), '#_{class}', { 0: 20, 1: 20, 2: 20 }],
    ['CIFAR', names(60, (i) => `${i}_${pick(['frog', 'ship'], i)}.png`), '#_{class}', { frog: 30, ship: 30 }],
    [
      'Windows',
      names(20, (i) => `${pick(['red rose', 'tulip'], i)} (${i + 1}).jpg`),
      '{class} (#)',
      { 'red rose': 10, tulip: 10 },
    ],
    ['nothing between', names(20, (i) => `${pick(['rock', 'paper'], i)}${i}.png`), '{class}#', { rock: 10, paper: 10 }],
    [
      'chest X-rays',
      names(60, (i) => `person${i}_${pick(['bacteria', 'virus'], i)}_${i * 3}.jpeg`),
      '*_{class}_*',
      { bacteria: 30, virus: 30 },
    ],
    [
      'Teachable Machine',
      names(20, (i) => `Class ${(i % 2) + 1}-!-${i}.jpg`),
      '{class}-!-#',
      { 'Class 1': 10, 'Class 2': 10 },
    ],
    [
      'accents apart',
      names(20, (i) => `${pick(['café', 'thé'], i).normalize('NFD')}_${i}.jpg`),
      '{class}_#',
      { café: 10, thé: 10 },
    ],
    ['a few', ['cat1.png', 'cat2.png', 'dog1.png', 'dog2.png'], '{class}#', { cat: 2, dog: 2 }],
    [
      'a class and a time',
      names(20, (i) => `${pick(['cat', 'dog'], i)}_20260103_1015${padded(i, 2)}.jpg`),
      '{class}_#*',
      { cat: 10, dog: 10 },
    ],
  ])('%s', (_, files, pattern, counts) => {
    expect(findNamePatterns(files)).toEqual([pattern])
    expect(countsOf(pattern, files)).toEqual(counts)
  })

  it.each<[what: string, files: string[], patterns: string[]]>([
    [
      'age, sex and race, as UTKFace has them',
      names(400, (i) => `${20 + (i % 25)}_${(i >> 2) % 2}_${(i * 7) % 5}_2017011617${padded(i, 4)}525.jpg.chip.jpg`),
      ['{class}_*', '#_{class}_*', '#_#_{class}_*'],
    ],
    [
      'a mood and a person',
      names(60, (i) => `${pick(['happy', 'sad'], i)}_${pick(['ann', 'bob', 'eve'], i >> 1)}_${i}.png`),
      ['{class}_*', '*_{class}_*'],
    ],
    [
      'a digit and a speaker',
      names(120, (i) => `${i % 5}_${pick(['ann', 'bob'], Math.floor(i / 5))}_${Math.floor(i / 10)}.png`),
      ['{class}_*', '#_{class}_*'],
    ],
    [
      'a person and an expression',
      names(
        60,
        (i) =>
          `subject${padded((i % 10) + 1, 2)}.${pick(['happy', 'glasses', 'wink', 'sleepy', 'sad', 'normal'], Math.floor(i / 10))}.gif`,
      ),
      ['{class}.*', '*.{class}'],
    ],
    ['rows and columns', names(100, (i) => `x_${i % 10}_${Math.floor(i / 10)}.png`), ['x_{class}_*', '*_{class}']],
  ])('are asked about where they say several things: %s', (_, files, patterns) => {
    expect(findNamePatterns(files)).toEqual(patterns)
  })

  it('are read off the numbers of a set whose classes are known', () => {
    const files = names(3, (i) => `cat.${100 + i}.jpg`)
    expect(findNamePatterns(files)).toEqual([])
    expect(findNamePatterns(files, new Set(['cat', 'dog']))).toEqual(['{class}.#'])
    expect(findNamePatterns(files, new Set(['rose', 'tulip']))).toEqual([])
  })
})

describe('names that say none', () => {
  it.each<[what: string, files: string[]]>([
    ['of a camera', names(40, (i) => `IMG_${padded(i, 4)}.JPG`)],
    ['of several cameras', names(40, (i) => `${pick(['IMG_', 'DSC', 'DSCN', 'P101'], i)}${padded(i, 4)}.JPG`)],
    ['of cameras with and without a line', names(40, (i) => `${pick(['IMG_', 'DSC_', 'PXL_'], i)}${padded(i, 4)}.JPG`)],
    ['of bursts', names(40, (i) => `IMG_${padded(i >> 1, 4)}_${i % 2}.JPG`)],
    ['dates', names(40, (i) => `2026010${i % 9}_1015${padded(i, 2)}.jpg`)],
    ['dates in parts', names(40, (i) => `2026-0${1 + (i % 9)}-1${i % 7} ${10 + (i % 4)}.${10 + i}.jpg`)],
    ['of a telephone', names(40, (i) => `PXL_20260${1 + (i % 9)}1${i % 9}_1015${padded(i, 2)}123.jpg`)],
    [
      'of screenshots',
      names(
        40,
        (i) => `Screenshot 2026-01-0${1 + (i % 9)} at ${1 + (i % 9)}.${10 + i}.07 ${pick(['AM', 'PM'], i)}.png`,
      ),
    ],
    [
      'of messages',
      names(40, (i) =>
        i % 2 ? `WhatsApp Image 2026-01-0${1 + (i % 9)} at 10.11.${10 + i}.jpeg` : `IMG-20260105-WA00${10 + i}.jpg`,
      ),
    ],
    ['checksums', names(40, () => `${hash()}${hash()}.jpg`)],
    ['short checksums with a number', names(40, (i) => `${pick(names(20, hash), i)}_${i}.jpg`)],
    [
      'UUIDs',
      names(40, () => `${hash().slice(4)}-${hash().slice(8)}-4${hash().slice(9)}-a${hash().slice(9)}-${hash()}.png`),
    ],
    ['numbers', names(40, (i) => `${i}.png`)],
    ['one word and numbers', names(40, (i) => `flower_${i}.png`)],
    ['a word each', names(26, (i) => `${String.fromCharCode(97 + i)}pple.png`)],
    ['numbers that count in twos', names(40, (i) => `${padded(i >> 1, 4)}_${i % 2}.png`)],
    ['tiles', names(100, (i) => `tile_${i % 10}_${Math.floor(i / 10)}.png`)],
    ['frames of a film', names(100, (i) => `frame_${i % 10}_${Math.floor(i / 10)}.png`)],
    ['one a person', names(600, (i) => `Person_${String.fromCharCode(97 + ((i >> 1) % 20))}${i >> 1}x_${i % 2}.jpg`)],
    ['splits', names(40, (i) => `${pick(['train', 'test'], i)}_${i}.png`)],
    ['nothing', []],
    ['two', ['a1.png', 'b1.png']],
  ])('%s', (_, files) => {
    expect(findNamePatterns(files)).toEqual([])
  })
})
