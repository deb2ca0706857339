/** Why there is nothing to train on, where images have no labels. */
import { amountOf, counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { NamesQuestion } from '../importSettings'
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
  const count = amountOf(entries.length, 'image has', 'images have')
  const what = archive === undefined ? `${count} no label` : `${archive} has no labels with it`
  return `${what}: drop the CSV that names each image’s label too, or put the images in one folder a class.`
}
