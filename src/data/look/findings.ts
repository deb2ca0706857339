/** The remarks that a careful colleague would make about a dataset before it is trained on. */
import { SPLITS, type Split } from '../../model/split'
import { counted, quoted } from '../../common/text'
import { EXCLUDED, type Dataset } from '../dataset'
import type { Finding } from '../datasetFacts'
import { findAlikeNames } from './alikeNames'
import type { ImageContents } from './imageContents'

const MOST_IMAGES = 10_000
/** The largest class of the train split, by the smallest: a model then does well by naming the large one. */
const STRONG_IMBALANCE = 10
const SLIGHT_IMBALANCE = 3
/** The share of the test split whose images are in the train split too, when it is the same over again. */
const REPEATED = 0.9
/** With fewer classes, one of a single image is a class that is hardly there yet. */
const FEWEST_CLASSES = 4

/** Values that span less than this, of 255, are a small part; those that span less than the second are of one grey. */
const NARROW = 64
const FEWEST_GREYS = 3
/** The share of images that may be otherwise. */
const FEW_OTHERWISE = 0.02

const [TRAIN, VALIDATION, TEST] = SPLITS.map((_, split) => split) as [number, number, number]

/** Findings about the images that are in a split, the gravest first. */
export function findFindings(dataset: Dataset, contents: ImageContents): readonly Finding[] {
  const groups = groupAlike(dataset, contents)
  const conflicting = groups.filter((group) => hasSeveral(group, dataset.labels))
  const agreeing = groups.filter((group) => !hasSeveral(group, dataset.labels))
  return [
    ...findSingleImages(dataset),
    ...findLeaks(dataset, groups),
    ...findConflicts(dataset, conflicting),
    ...findAlikeNames(dataset, MOST_IMAGES),
    ...findMissingClasses(dataset),
    ...findNarrow(dataset, contents),
    ...findEmpty(dataset, contents),
    ...findImbalance(dataset),
    ...findDuplicates(dataset, agreeing),
  ].toSorted((a, b) => Number(a.severity === 'info') - Number(b.severity === 'info'))
}

/** Groups of two or more images that are the same pixel by pixel, in their order. Empty images are reported apart. */
function groupAlike({ count, splits }: Dataset, { firstSame, isEmpty }: ImageContents): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>()
  for (let image = 0; image < count; image++) {
    const first = firstSame[image]!
    if (first === image || splits[image] === EXCLUDED || isEmpty[image] === 1) continue
    const group = groups.get(first)
    if (group) group.push(image)
    else groups.set(first, splits[first] === EXCLUDED ? [image] : [first, image])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

function hasSeveral(group: readonly number[], values: Uint8Array | Uint16Array): boolean {
  return group.some((image) => values[image] !== values[group[0]!])
}

function findLeaks({ splits }: Dataset, groups: readonly (readonly number[])[]): Finding[] {
  const within = (group: readonly number[], split: number): readonly number[] =>
    group.filter((image) => splits[image] === split)
  const acrossTrain = groups.filter(
    (group) => within(group, TRAIN).length > 0 && group.some((image) => splits[image] !== TRAIN),
  )
  const acrossOthers = groups.filter((group) => within(group, VALIDATION).length > 0 && within(group, TEST).length > 0)
  const findings: Finding[] = []
  const repeated = findRepeatedTest(splits, acrossTrain)
  if (repeated !== undefined) findings.push(repeated)
  // The copies of a repeated test split are taken out of test; validation's are taken out of train as ever.
  const leaking = repeated === undefined ? [TEST, VALIDATION] : [VALIDATION]
  const leaks = acrossTrain.filter((group) => leaking.some((split) => within(group, split).length > 0))
  if (leaks.length > 0) {
    const copies = leaks.flatMap((group) => within(group, TRAIN))
    const counts = leaking.map((split) => leaks.flatMap((group) => within(group, split)).length)
    const seen = leaking.flatMap((split, i) => (counts[i] === 0 ? [] : [countImages(counts[i]!, SPLITS[split])]))
    const total = counts.reduce((sum, count) => sum + count, 0)
    findings.push({
      kind: 'leak',
      severity: 'warning',
      message: `${seen.join(' and ')} ${total === 1 ? 'is' : 'are'} also in the train split, pixel by pixel: results on what was learned by heart look better than they are. Take the train split’s ${copies.length === 1 ? 'copy' : 'copies'} out.`,
      images: leaks.flat().slice(0, MOST_IMAGES),
      remedy: { kind: 'exclude', images: ascending(copies) },
    })
  }
  if (acrossOthers.length > 0) {
    const copies = acrossOthers.flatMap((group) => within(group, VALIDATION))
    const tested = acrossOthers.flatMap((group) => within(group, TEST)).length
    findings.push({
      kind: 'leak',
      severity: 'info',
      message: `${countImages(tested, 'test')} ${tested === 1 ? 'is' : 'are'} also in the validation split, by which a model may be chosen: the test is then not wholly new to it.`,
      images: acrossOthers.flat().slice(0, MOST_IMAGES),
      remedy: { kind: 'exclude', images: ascending(copies) },
    })
  }
  return findings
}

/** A test split that came twice, under other names: without the copies nothing of train would be left. */
function findRepeatedTest(splits: Uint8Array, acrossTrain: readonly (readonly number[])[]): Finding | undefined {
  const countOf = (split: number): number => splits.reduce((sum, own) => sum + Number(own === split), 0)
  const inSplit = (split: number): number[] => acrossTrain.flat().filter((image) => splits[image] === split)
  const [tested, learned] = [inSplit(TEST), inSplit(TRAIN)]
  const all = countOf(TEST)
  if (tested.length < REPEATED * all || 2 * learned.length < countOf(TRAIN) || all === 0) return undefined
  return {
    kind: 'repeatedSplit',
    severity: 'warning',
    message: `The test split repeats the train split: ${counted(tested.length, 'of')} ${countImages(all, 'test')} are also in the train split, pixel by pixel, so the test says nothing of new images. Draw the splits at random after taking the test split’s copies out, or bring other test images.`,
    images: acrossTrain.flat().slice(0, MOST_IMAGES),
    remedy: { kind: 'exclude', images: ascending(tested) },
  }
}

/** Labels that are names or numbers of the images, and no classes. */
function findSingleImages({ labels, splits, classes }: Dataset): Finding[] {
  const perClass = classes.map(() => 0)
  for (const [image, split] of splits.entries()) if (split !== EXCLUDED) perClass[labels[image]!]! += 1
  const present = perClass.filter((images) => images > 0).length
  const single = perClass.filter((images) => images === 1).length
  if (present < FEWEST_CLASSES || 2 * single <= present) return []
  return [
    {
      kind: 'singleImage',
      severity: 'warning',
      message: `${counted(single, 'of')} ${counted(present, 'classes')} have a single image, so nothing can be learned of them: the labels may be names or numbers of the images. See How it was read for the columns that were taken.`,
      images: [...labels.keys()]
        .filter((image) => splits[image] !== EXCLUDED && perClass[labels[image]!] === 1)
        .slice(0, MOST_IMAGES),
    },
  ]
}

function findConflicts({ labels, classes }: Dataset, groups: readonly (readonly number[])[]): Finding[] {
  const images = groups.flat()
  const [first] = groups
  if (first === undefined) return []
  const names = [...new Set(first.map((image) => quoted(classes[labels[image]!]!)))]
  return [
    {
      kind: 'conflict',
      severity: 'warning',
      message: `${counted(images.length, 'images')} are the same as others that have another label, such as ${names.slice(0, 3).join(' and ')}: no model can get them all right. Correct their labels, or take them out.`,
      images: images.slice(0, MOST_IMAGES),
      remedy: { kind: 'exclude', images: ascending(images) },
    },
  ]
}

function findDuplicates({ splits }: Dataset, groups: readonly (readonly number[])[]): Finding[] {
  return SPLITS.flatMap((name, split): Finding[] => {
    const alike = groups
      .map((group) => group.filter((image) => splits[image] === split))
      .filter((group) => group.length > 1)
    const copies = alike.flatMap((group) => group.slice(1))
    if (copies.length === 0) return []
    const many = copies.length > 1
    return [
      {
        kind: 'duplicate',
        severity: 'info',
        message: `${countImages(copies.length, name)} ${many ? 'are copies' : 'is a copy'} of another with the same label: ${many ? 'they weigh' : 'it weighs'} more than the others and ${many ? 'say' : 'says'} nothing new.`,
        images: alike.flat().slice(0, MOST_IMAGES),
        remedy: { kind: 'exclude', images: ascending(copies) },
      },
    ]
  })
}

function findEmpty({ count, splits }: Dataset, { isEmpty }: ImageContents): Finding[] {
  const images: number[] = []
  for (let image = 0; image < count; image++) {
    if (isEmpty[image] === 1 && splits[image] !== EXCLUDED) images.push(image)
  }
  if (images.length === 0) return []
  const many = images.length > 1
  return [
    {
      kind: 'empty',
      severity: 'warning',
      message: `${many ? counted(images.length, 'images show') : '1 image shows'} next to nothing: nearly every pixel is alike, so there is nothing to tell a class by.`,
      images: images.slice(0, MOST_IMAGES),
      remedy: { kind: 'exclude', images },
    },
  ]
}

/**
 * Looks for values that use a small part of 0 to 255, in nearly all images: a few may be otherwise. None where they don't, and where most
 * images are of a single value.
 */
function findNarrow({ count, splits }: Dataset, { least, largest }: ImageContents): Finding[] {
  const images: number[] = []
  for (let image = 0; image < count; image++) if (splits[image] !== EXCLUDED) images.push(image)
  if (images.length === 0) return []
  const few = Math.floor(images.length * FEW_OTHERWISE)
  const lows = Uint8Array.from(images, (image) => least[image] ?? 0).toSorted()
  const highs = Uint8Array.from(images, (image) => largest[image] ?? 0).toSorted()
  const low = lows[few]!
  const high = highs.at(-1 - few)!
  if (high - low >= NARROW || high - low < FEWEST_GREYS) return []
  const which = lows[0] === low && highs.at(-1) === high ? 'all' : 'nearly all'
  return [
    {
      kind: 'narrow',
      severity: 'warning',
      message: `The values of ${which} images lie between ${low} and ${high}, of 0 to 255: they look alike, and a model learns slowly from such small differences. Standardise the values, or read the files with fewer bits, where that is a choice.`,
      images: [],
      remedy: { kind: 'standardise' },
    },
  ]
}

function findMissingClasses(dataset: Dataset): Finding[] {
  return SPLITS.flatMap((name): Finding[] => {
    const perClass = countPerClass(dataset, name)
    const missing = dataset.classes.filter((_, label) => perClass[label] === 0)
    // The panel that chooses the splits reports a split that is empty as a whole.
    if (missing.length === 0 || missing.length === dataset.classes.length) return []
    const many = missing.length > 1
    const shown = missing.slice(0, 5).map(quoted).join(', ')
    const which = `${many ? 'Classes' : 'Class'} ${shown}${missing.length > 5 ? ` and ${counted(missing.length - 5, 'more')}` : ''}`
    const message =
      name === 'train'
        ? `${which} ${many ? 'have' : 'has'} no train images, so no model can learn ${many ? 'them' : 'it'}: choose other splits, or add images.`
        : `${which} ${many ? 'have' : 'has'} no ${name} images, so the ${name} results say nothing of ${many ? 'them' : 'it'}.`
    return [{ kind: 'missingClass', severity: 'warning', message, images: [] }]
  })
}

function findImbalance(dataset: Dataset): Finding[] {
  const perClass = countPerClass(dataset, 'train')
  const present = perClass.filter((images) => images > 0)
  if (present.length < 2) return []
  const [most, fewest] = [Math.max(...present), Math.min(...present)]
  if (most <= SLIGHT_IMBALANCE * fewest) return []
  const nameOf = (images: number): string => quoted(dataset.classes[perClass.indexOf(images)]!)
  const strong = most > STRONG_IMBALANCE * fewest
  return [
    {
      kind: 'imbalance',
      severity: strong ? 'warning' : 'info',
      message: `Class ${nameOf(most)} has ${countImages(most, 'train')}, and ${nameOf(fewest)} has ${fewest.toLocaleString('en-US')}: a model may neglect the smaller one. Class weights make all classes count alike.`,
      images: [],
      remedy: { kind: 'classWeights' },
    },
  ]
}

function countPerClass({ labels, splits, classes }: Dataset, split: Split): number[] {
  const wanted = SPLITS.indexOf(split)
  const perClass = classes.map(() => 0)
  for (const [image, own] of splits.entries()) if (own === wanted) perClass[labels[image]!]! += 1
  return perClass
}

/** `1 test image`, `12 test images`. */
function countImages(count: number, split: Split | undefined): string {
  return counted(count, `${split} ${count === 1 ? 'image' : 'images'}`)
}

function ascending(images: readonly number[]): number[] {
  return images.toSorted((a, b) => a - b)
}
