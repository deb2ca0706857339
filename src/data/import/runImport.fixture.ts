/** Imports files in place, for tests of what comes of them. */
import { SPLITS } from '../../model/split'
import type { Dataset } from '../dataset'
import { decodeBatch } from '../images/images'
import type { ImportReport } from '../importReport'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import { makeZip } from '../../files/makeZip.fixture'
import { importFiles } from './importFiles'

export interface Imported extends ImportReport {
  readonly dataset: Dataset
}

/** Throws when a table's columns are in doubt. */
export async function runImport(files: readonly File[], settings: Partial<ImportSettings> = {}): Promise<Imported> {
  const outcome = await importFiles(
    files.map((file) => ({ path: file.name, file })),
    { ...DEFAULT_SETTINGS, ...settings },
    { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch },
  )
  if (outcome.kind === 'question') throw new Error(`It asks about ${outcome.question.file}`)
  return { dataset: outcome.dataset, ...outcome.report }
}

export function zipOf(files: Readonly<Record<string, Uint8Array>>, name = 'images.zip'): File {
  return new File([makeZip(Object.entries(files).map(([path, bytes]) => ({ name: path, bytes })))], name)
}

/** The bytes of one image. */
export function imageOf({ dataset }: Imported, image: number): number[] {
  const { width, height, channels, pixels } = dataset
  const bytes = width * height * channels
  return Array.from(pixels.subarray(image * bytes, (image + 1) * bytes))
}

/** For each class, how many images train, validate and test. */
export function classCounts({ dataset: { classes, labels, splits } }: Imported): Record<string, number[]> {
  const counts = classes.map(() => [0, 0, 0])
  for (const [image, label] of labels.entries()) counts[label]![splits[image]!]! += 1
  return Object.fromEntries(classes.map((name, label) => [name, counts[label]!]))
}

/** Images of each class, and of each split. */
export function countsOf({
  dataset: { classes, labels, splits },
}: Imported): [Record<string, number>, Record<string, number>] {
  const count = (values: Iterable<number>, names: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[names[value]!] = (counts[names[value]!] ?? 0) + 1
    return counts
  }
  return [count(labels, classes), count(splits, SPLITS)]
}

/** What became of the file whose path ends so. */
export function outcomeOf({ files }: Imported, end: string): string | undefined {
  return files.find(({ path }) => path.endsWith(end))?.outcome
}
