/** Why there is nothing to train on, where images have no labels. */
import { amountOf, counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { NamesQuestion } from '../importSettings'
import type { SourceEntry } from '../../files/sourceEntry'
import { fileName } from './fileNames'
import { saysNoClass } from './folders'
import type { ImageFiles } from './imageFiles'

/** Nothing says the classes. The question is whether the files' names do. */
export class NoLabels extends ImportError {
  readonly question: NamesQuestion

  constructor(message: string, where: { file?: string; row?: number }, question: NamesQuestion) {
    super(message, where)
    this.question = { ...question, problem: message }
  }
}

/** Why there is nothing to train on, when no image has a label. */
export function describeMissing({ archive, entries }: ImageFiles, pattern = ''): string {
  if (pattern !== '') return `No name of these ${counted(entries.length, 'images')} fits ${pattern}.`
  const folder = commonFolder(entries)
  if (folder !== undefined && entries.length > 1) {
    return `All ${counted(entries.length, 'images')} lie in one folder, ${quoted(folder)}, and a model tells several classes apart: drop the folders of the other classes too, or the CSV that names each image’s label.`
  }
  const count = amountOf(entries.length, 'image has', 'images have')
  const what = archive === undefined ? `${count} no label` : `${archive} has no labels with it`
  return `${what}: drop the CSV that names each image’s label too, or put the images in one folder a class.`
}

/** The name of the folder that all lie in, unless it says no more than that it holds images, or their split. */
function commonFolder(entries: readonly SourceEntry[]): string | undefined {
  const folders = new Set(entries.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)))
  const [folder = ''] = folders
  const name = fileName(folder.slice(0, -1))
  return folders.size > 1 || name === '' || saysNoClass(name) ? undefined : name
}
