/**
 * Reads classes and splits off the folders that images lie in, as Keras and torchvision do: one folder a class, perhaps under `train` and
 * `test`.
 */
import { SPLITS } from '../../model/split'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import { fileName, isSplitAlone, splitOfName, withoutExtension } from './fileNames'
import { commonEnding } from './sharedParts'
import { spell } from './spelling'

const TRAIN = SPLITS.indexOf('train')

/** Folders within folders beyond this are no way to sort images. */
const MAX_DEPTH = 32
/** The share of all images in a folder beside which the others are by the way, such as one of pictures for a text. */
const MAIN_SHARE = 0.9

/** Folders that hold images of any class, where there is no other beside them. */
const IDLE = /^(images?|imgs?|pictures|jpe?g_?images|all|unlabell?ed)$/i

/** Whether a folder of this name holds images of any class, as `images` and `train` do. */
export function saysNoClass(name: string): boolean {
  return IDLE.test(name) || splitOfName(name) !== undefined
}

export interface FolderLabels {
  /** For each path, its class; undefined where the folders don't say. */
  readonly labels: (string | undefined)[]
  /** For each path, the index of its split in SPLITS; undefined where the folders don't say. */
  readonly splits: (number | undefined)[]
  /** A folder inside a class's that was taken for a part of it, the first such: it may have been meant as the class. */
  readonly inner: string | undefined
  /** What the names of all archives end with, where these are the classes: no part of them. */
  readonly ending?: string
  /** Folders side by side whose folders of one name were taken for one class, the first such. */
  readonly joined: readonly string[] | undefined
  /** For each path the folder that it lies in beside those of the train and another split, and that is of none by its name. */
  readonly beside: (string | undefined)[]
}

/** How a person wants folders read, where they leave a choice. */
export type FolderReading = Pick<ImportSettings, 'sameNames' | 'classDepth'>

interface Folder {
  /** As it was first written. */
  readonly name: string
  /** How many folders it lies in. */
  readonly depth: number
  /** Whether its name was written in several ways. */
  isMixed: boolean
  /** With the names of those above it. */
  readonly path: string
  /** By how their names are spelled. */
  readonly folders: Map<string, Folder>
  /** Places in the list of paths. */
  readonly images: number[]
}

/**
 * Folders that wrap all others say nothing. Where several lie side by side, they are the first of these that fits:
 *
 * 1. splits, when two of them are named so;
 * 2. wrappers again, when all hold the same folders;
 * 3. classes.
 *
 * With `sameNames` `apart` the names of wrappers that all hold the same folders stand before those of the classes.
 *
 * Images in folders further down are of the class too, and of a split when their folder is named so. A single folder of images is a class
 * only when `alone`, because then there are others elsewhere.
 */
export function labelByFolders(
  paths: readonly string[],
  alone = false,
  { sameNames, classDepth }: FolderReading = DEFAULT_SETTINGS,
): FolderLabels {
  const labels = new Array<string | undefined>(paths.length).fill(undefined)
  const splits = new Array<number | undefined>(paths.length).fill(undefined)
  const beside = new Array<string | undefined>(paths.length).fill(undefined)
  let inner: string | undefined
  let joined: readonly string[] | undefined

  /** `above` stands before the names of the classes in the folder. */
  const visit = (
    folder: Folder,
    split: number | undefined,
    isSingleClass: boolean,
    above = '',
    depth: number = classDepth,
  ): void => {
    const children = [...folder.folders.values()]
    for (const image of folder.images) splits[image] = split
    const [only] = children
    if (children.length === 1 && only !== undefined) {
      const own = splitOfName(only.name)
      if (only.folders.size === 0 && isSingleClass && own === undefined && !IDLE.test(only.name))
        name(only, only, split, above)
      else visit(only, own ?? split, isSingleClass || own !== undefined, above, depth)
    } else if (areSplits(children)) {
      // One beside the splits that holds no classes, such as one of images to be predicted, is none itself.
      const haveTrain = children.some(({ name }) => splitOfName(name) === TRAIN)
      for (const child of children) {
        const own = splitOfName(child.name)
        visit(child, own ?? split, own !== undefined, above, depth)
        if (own !== undefined || !haveTrain) continue
        for (const image of imagesIn(child)) if (splits[image] === undefined) beside[image] = child.path
      }
    } else if (areWrappers(children)) {
      joined ??= children.map((child) => child.name)
      for (const child of children) {
        const outer = sameNames === 'apart' ? `${above}${child.name}/` : above
        visit(child, splitOfName(child.name) ?? split, isSingleClass, outer, depth)
      }
    } else {
      const main = findMain(children)
      for (const child of main === undefined ? children : [main]) {
        if (child === main || isCopy(child, children)) visit(child, split, isSingleClass, above, depth)
        else if (depth > 0 && child.folders.size > 0) visit(child, split, true, above, depth - 1)
        else name(child, child, split, above)
      }
    }
  }
  const name = (folder: Folder, label: Folder, split: number | undefined, above: string): void => {
    for (const image of folder.images) {
      labels[image] = above + (label.isMixed ? paths[image]!.split('/')[label.depth]! : label.name)
      splits[image] = split
    }
    for (const child of folder.folders.values()) {
      const own = splitOfName(child.name)
      // `COVID/images` says no more than its folder does.
      const isIdle = IDLE.test(child.name) && folder.folders.size === 1 && folder.images.length === 0
      if (own === undefined && !isIdle) inner ??= `${folder.name}/${child.name}`
      name(child, label, own ?? split, above)
    }
  }

  visit(plant(paths), undefined, alone)
  return { labels, splits, inner, joined, beside }
}

/**
 * As `labelByFolders`, for images in several archives. Their classes may lie at different depths. So each archive is read by itself when
 * one of them has several classes, or each has a folder of one. Otherwise the archives are the classes, or the splits by their names.
 *
 * `paths` begin with the names of their archives, which `archives` has too.
 */
export function labelByArchives(
  paths: readonly string[],
  archives: readonly (string | undefined)[],
  alone = false,
  reading: FolderReading = DEFAULT_SETTINGS,
): FolderLabels {
  const places = new Map<string | undefined, number[]>()
  for (const [place, archive] of archives.entries()) {
    const own = places.get(archive)
    if (own === undefined) places.set(archive, [place])
    else own.push(place)
  }
  const splitsNamed = new Set([...places.keys()].map((name) => splitOfName(name ?? '')))
  splitsNamed.delete(undefined)
  if (places.size < 2 || splitsNamed.size > 1) return labelByFolders(paths, alone, reading)

  const parts = [...places.values()].map((own) => ({ own, paths: own.map((place) => paths[place]!) }))
  const read = parts.map((part) => labelByFolders(part.paths, true, reading))
  const classesOf = (labels: readonly (string | undefined)[]): Set<string> =>
    new Set(labels.filter((label) => label !== undefined).map(spell))
  const classes = classesOf(read.flatMap(({ labels }) => labels))
  const areInFolders = paths.every((path, place) => path.split('/').length > (archives[place] === undefined ? 1 : 2))
  const haveSeveral = read.some(({ labels }) => classesOf(labels).size > 1)
  if (!haveSeveral && !(areInFolders && classes.size > 1))
    return withoutEnding(labelByFolders(paths, alone, reading), [...places.keys()])
  const labels: (string | undefined)[] = []
  const splits: (number | undefined)[] = []
  const beside: (string | undefined)[] = []
  for (const [part, { own }] of parts.entries()) {
    for (const [i, place] of own.entries()) {
      labels[place] = read[part]!.labels[i]
      splits[place] = read[part]!.splits[i]
      beside[place] = read[part]!.beside[i]
    }
  }
  return {
    ...{ labels, splits, beside },
    inner: read.find(({ inner }) => inner !== undefined)?.inner,
    joined: read.find(({ joined }) => joined !== undefined)?.joined,
  }
}

/** The archives are the classes, and may end alike: those of Teachable Machine's samples do with `-samples`. */
function withoutEnding(read: FolderLabels, archives: readonly (string | undefined)[]): FolderLabels {
  const names = archives.flatMap((archive) => (archive === undefined ? [] : [withoutExtension(fileName(archive))]))
  const ending = commonEnding(names)
  const named = new Set(names)
  if (ending === '' || !read.labels.every((label) => label === undefined || named.has(label))) return read
  const labels = read.labels.map((label) => label?.slice(0, -ending.length))
  return { ...read, labels, ending }
}

function plant(paths: readonly string[]): Folder {
  const root: Folder = { name: '', path: '', depth: -1, isMixed: false, folders: new Map(), images: [] }
  for (const [image, path] of paths.entries()) {
    const names = path.split('/')
    names.pop()
    if (names.length > MAX_DEPTH) continue
    let folder = root
    for (const each of names) {
      const spelled = spell(each)
      let next = folder.folders.get(spelled)
      if (next === undefined) {
        const path = folder.path === '' ? each : `${folder.path}/${each}`
        next = { name: each, path, depth: folder.depth + 1, isMixed: false, folders: new Map(), images: [] }
        folder.folders.set(spelled, next)
      }
      next.isMixed ||= next.name !== each
      folder = next
    }
    folder.images.push(image)
  }
  return root
}

/** Two different splits by name. A class may be called `train` too, or `test tube` and `train station`, beside others. */
function areSplits(folders: readonly Folder[]): boolean {
  const named = folders.filter(({ name }) => splitOfName(name) !== undefined)
  return (
    new Set(named.map(({ name }) => splitOfName(name))).size > 1 &&
    (named.length === folders.length ||
      named.some((folder) => folder.folders.size > 0) ||
      named.every(({ name }) => isSplitAlone(name)))
  )
}

/** All hold several folders and no images of their own, and most folders are in each of them. */
function areWrappers(folders: readonly Folder[]): boolean {
  const [first, ...others] = folders
  if (first === undefined || others.length === 0) return false
  if (folders.some((folder) => folder.images.length > 0 || folder.folders.size < 2)) return false
  const names = [...first.folders.keys()]
  if (names.every((name) => splitOfName(name) !== undefined)) return false
  return others.every((folder) => {
    const shared = names.filter((name) => folder.folders.has(name)).length
    return 2 * shared >= Math.max(names.length, folder.folders.size)
  })
}

/** Holds the folders that it lies among once more, as some archives do: nothing is of a class by its name. */
function isCopy(folder: Folder, siblings: readonly Folder[]): boolean {
  const names = new Set(siblings.map(({ name }) => spell(name)))
  const own = [...folder.folders.keys()]
  return folder.images.length === 0 && own.length > 1 && own.every((name) => names.has(name))
}

/** Whether there are several folders side by side in it, perhaps further in. */
function branches(folder: Folder): boolean {
  const [only] = folder.folders.values()
  if (folder.folders.size !== 1 || only === undefined) return folder.folders.size > 1
  return folder.images.length === 0 && branches(only)
}

/** The one that holds folders, and nearly all images. */
function findMain(folders: readonly Folder[]): Folder | undefined {
  const [main, ...others] = folders.filter(branches)
  if (main === undefined || others.length > 0) return undefined
  const counts = folders.map(countImages)
  const all = counts.reduce((sum, count) => sum + count, 0)
  return counts[folders.indexOf(main)]! >= MAIN_SHARE * all ? main : undefined
}

function countImages(folder: Folder): number {
  let count = folder.images.length
  for (const child of folder.folders.values()) count += countImages(child)
  return count
}

function imagesIn(folder: Folder): number[] {
  return [...folder.images, ...[...folder.folders.values()].flatMap(imagesIn)]
}
