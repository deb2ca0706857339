/** Reads a NumPy array of labels: numbers, booleans, text, or one column a class. */
import { quoted } from '../../../common/text'
import { ImportError } from '../../../files/importProblem'
import type { ProblemList } from '../../../files/problemList'
import { IMAGE_NAME } from '../../images/imageFormats'
import type { ReadOptions } from '../../images/readImages'
import type { SourceEntry } from '../../../files/sourceEntry'
import { findLabelProblem, NOT_ONE_HOT } from '../../tables/rowFaults'
import { createConverter, elementBytes, LETTER_BYTES } from './npyElements'
import type { NpyHead } from './npyHead'
import type { NpyProfile, NpyRole } from './profileNpy'

type LabelsRole = Exclude<NpyRole, { kind: 'images' }>

/**
 * The class of each image. Empty where the array has none, and `problems` says so. Throws ImportError for an array that is cut off or
 * holds names of files, and the signal's reason when it is aborted.
 */
export async function readNpyLabels(
  entry: SourceEntry,
  { head, role }: NpyProfile<LabelsRole>,
  problems: ProblemList,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<string[]> {
  const labels =
    role.kind === 'oneHot'
      ? await readOneHot(entry, head, role.count, role.classes, signal)
      : await readEach(entry, head, role.count, signal)
  if (labels.length > 0 && labels.every((label) => IMAGE_NAME.test(label))) {
    const message = `${entry.path} holds names of image files, such as ${quoted(labels[0]!)}, and no labels.`
    throw new ImportError(message, { file: entry.path })
  }
  for (const [i, label] of labels.entries()) {
    const problem = role.kind === 'oneHot' && label === '' ? NOT_ONE_HOT : findLabelProblem(label)
    if (problem === undefined) continue
    labels[i] = ''
    problems.add(problem.kind, { message: problem.message, file: entry.path, row: i + 1 })
  }
  return labels
}

async function readEach(entry: SourceEntry, head: NpyHead, count: number, signal: AbortSignal): Promise<string[]> {
  const labels: string[] = []
  const read = head.kind === 'U' || head.kind === 'S' ? createTextReader(head) : createNumberReader(head)
  for await (const block of elementBytes(entry, head, count, signal)) labels.push(...read(block))
  return labels
}

/** Numbers as they are written in words: `5` for 5.0 too, so that labels of different programs are the same. */
function createNumberReader(head: NpyHead): (block: Uint8Array<ArrayBuffer>) => string[] {
  const convert = createConverter(head)
  const names = new Map<number, string>()
  if (head.kind === 'b') names.set(0, 'False').set(1, 'True')
  return (block) =>
    Array.from(convert(block), (value) => {
      if (Number.isNaN(value)) return ''
      let name = names.get(value)
      if (name === undefined) names.set(value, (name = String(value)))
      return name
    })
}

function createTextReader({ kind, itemBytes }: NpyHead): (block: Uint8Array<ArrayBuffer>) => string[] {
  const decoder = new TextDecoder()
  return (block) => {
    const texts: string[] = []
    for (let at = 0; at < block.length; at += itemBytes) {
      const text =
        kind === 'S' ? decoder.decode(block.subarray(at, at + itemBytes)) : decodeLetters(block, at, itemBytes)
      texts.push(text.replace(/\0+$/, '').trim())
    }
    return texts
  }
}

/** UCS-4, filled up with zeros. */
function decodeLetters({ buffer }: Uint8Array<ArrayBuffer>, at: number, bytes: number): string {
  let text = ''
  for (const code of new Uint32Array(buffer, at, bytes / LETTER_BYTES))
    text += String.fromCodePoint(code > 0x10ffff ? 0xfffd : code)
  return text
}

async function readOneHot(
  entry: SourceEntry,
  head: NpyHead,
  count: number,
  classes: number,
  signal: AbortSignal,
): Promise<string[]> {
  const convert = createConverter(head)
  const ones = new Int32Array(count).fill(-1)
  const isWrong = new Uint8Array(count)
  let at = 0
  for await (const block of elementBytes(entry, head, count * classes, signal)) {
    for (const value of convert(block)) {
      const row = head.isFortran ? at % count : Math.floor(at / classes)
      const column = head.isFortran ? Math.floor(at / count) : at % classes
      at += 1
      if (value === 0) continue
      if (value !== 1 || ones[row]! >= 0) isWrong[row] = 1
      ones[row] = column
    }
  }
  return Array.from(ones, (column, row) => (column < 0 || isWrong[row] === 1 ? '' : String(column)))
}
