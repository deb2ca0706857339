/**
 * Reads classes and splits off the folders that images lie in, as Keras and torchvision do: one folder a class, perhaps under `train` and
 * `test`.
 */
import { SPLITS } from '../../model/split'
import { fileName, splitOfName, withoutExtension } from './fileNames'
import { commonEnding } from './sharedParts'

const TRAIN = SPLITS.indexOf('train')

/** Folders within folders beyond this are no way to sort images. */
const MAX_DEPTH = 32
/** The share of all images in a folder beside which the others are by the way, such as one of pictures for a text. */
const MAIN_SHARE = 0.9

export interface FolderLabels {
  /** For each path, its class; undefined where the folders don't say. */
  readonly labels: (string | undefined)[]
  /** For each path, the index of its split in SPLITS; undefined where the folders don't say. */
  readonly splits: (number | undefined)[]
  /** A folder inside a class's that was taken for a part of it, the first such: it may have been meant as the class. */
  readonly inner: string | undefined
  /** What the names of all archives end with, where these are the classes: no part of them. */
  readonly ending?: string
  /** For each path the folder that it lies in beside those of the train and another split, and that is of none by its name. */
  readonly beside: (string | undefined)[]
}

interface Folder {
  readonly name: string
  /** With the names of those above it. */
  readonly path: string
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
 * Images in folders further down are of the class too, and of a split when their folder is named so. A single folder of images is a class
 * only when `alone`, because then there are others elsewhere.
 */
export function labelByFolders(paths: readonly string[], alone = false): FolderLabels {
  const labels = new Array<string | undefined>(paths.length).fill(undefined)
  const splits = new Array<number | undefined>(paths.length).fill(undefined)
  const beside = new Array<string | undefined>(paths.length).fill(undefined)
  let inner: string | undefined

  const visit = (folder: Folder, split: number | undefined, isSingleClass: boolean): void => {
    const children = [...folder.folders.values()]
    for (const image of folder.images) splits[image] = split
    const [only] = children
    if (children.length === 1 && only !== undefined) {
      const own = splitOfName(only.name)
      if (only.folders.size === 0 && isSingleClass && own === undefined) name(only, only.name, split)
      else visit(only, own ?? split, isSingleClass || own !== undefined)
    } else if (areSplits(children)) {
      // One beside the splits that holds no classes, such as one of images to be predicted, is none itself.
      const haveTrain = children.some(({ name }) => splitOfName(name) === TRAIN)
      for (const child of children) {
        const own = splitOfName(child.name)
        visit(child, own ?? split, own !== undefined)
        if (own !== undefined || !haveTrain) continue
        for (const image of imagesIn(child)) if (splits[image] === undefined) beside[image] = child.path
      }
    } else if (areWrappers(children)) {
      for (const child of children) visit(child, splitOfName(child.name) ?? split, isSingleClass)
    } else {
      const main = findMain(children)
      for (const child of main === undefined ? children : [main]) {
        if (child === main || isCopy(child, children)) visit(child, split, isSingleClass)
        else name(child, child.name, split)
      }
    }
  }
  const name = (folder: Folder, label: string, split: number | undefined): void => {
    for (const image of folder.images) {
      labels[image] = label
      splits[image] = split
    }
    for (const child of folder.folders.values()) {
      const own = splitOfName(child.name)
      if (own === undefined) inner ??= `${folder.name}/${child.name}`
      name(child, label, own ?? split)
    }
  }

  visit(plant(paths), undefined, alone)
  return { labels, splits, inner, beside }
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
): FolderLabels {
  const places = new Map<string | undefined, number[]>()
  for (const [place, archive] of archives.entries()) {
    const own = places.get(archive)
    if (own === undefined) places.set(archive, [place])
    else own.push(place)
  }
  const splitsNamed = new Set([...places.keys()].map((name) => splitOfName(name ?? '')))
  splitsNamed.delete(undefined)
  if (places.size < 2 || splitsNamed.size > 1) return labelByFolders(paths, alone)

  const parts = [...places.values()].map((own) => ({ own, paths: own.map((place) => paths[place]!) }))
  const read = parts.map((part) => labelByFolders(part.paths, true))
  const classes = new Set(read.flatMap(({ labels }) => labels))
  classes.delete(undefined)
  const areInFolders = paths.every((path, place) => path.split('/').length > (archives[place] === undefined ? 1 : 2))
  const haveSeveral = read.some(({ labels }) => new Set(labels.filter((label) => label !== undefined)).size > 1)
  if (!haveSeveral && !(areInFolders && classes.size > 1))
    return withoutEnding(labelByFolders(paths, alone), [...places.keys()])
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
  return { labels, splits, inner: read.find(({ inner }) => inner !== undefined)?.inner, beside }
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
  const root: Folder = { name: '', path: '', folders: new Map(), images: [] }
  for (const [image, path] of paths.entries()) {
    const names = path.split('/')
    names.pop()
    if (names.length > MAX_DEPTH) continue
    let folder = root
    for (const each of names) {
      let next = folder.folders.get(each)
      if (next === undefined) {
        const path = folder.path === '' ? each : `${folder.path}/${each}`
        folder.folders.set(each, (next = { name: each, path, folders: new Map(), images: [] }))
      }
      folder = next
    }
    folder.images.push(image)
  }
  return root
}

/** Two different splits by name, and a folder in one of them at least: a class may be called `train` too. */
function areSplits(folders: readonly Folder[]): boolean {
  const named = folders.filter(({ name }) => splitOfName(name) !== undefined)
  return (
    new Set(named.map(({ name }) => splitOfName(name))).size > 1 &&
    (named.length === folders.length || named.some((folder) => folder.folders.size > 0))
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
  const names = new Set(siblings.map(({ name }) => name))
  const own = [...folder.folders.keys()]
  return folder.images.length === 0 && own.length > 1 && own.every((name) => names.has(name))
}

/** The one that holds folders, and nearly all images. */
function findMain(folders: readonly Folder[]): Folder | undefined {
  const [main, ...others] = folders.filter((folder) => folder.folders.size > 1)
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
