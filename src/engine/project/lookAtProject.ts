/** A look into a project file: what is in it, before anything of it is opened. */
import { HEAD } from '../../storage/folders'
import { type StoredHead, readHead } from '../../storage/datasets/storedHead'
import { parseProject, ProjectError } from '../../model/project'
import { ENTRIES } from '../../project/manifest'
import { amountOf } from '../../common/text'
import { CallFailure } from '../failures'
import type { HeldHistory } from '../history/heldHistory'
import type { ProjectContents, RunInFile } from '../protocol/project'
import { MOST_BYTES, type Archive, type Reading } from './archive'
import { readChoices } from './filedChoices'
import { readFiledSummary, type FiledSummary } from './filedRun'
import { findKnown, type KnownRuns } from './knownRuns'

/** Problems of one kind that are told one by one. */
const LISTED = 5

export async function lookAtProject(
  archive: Archive,
  history: HeldHistory,
  signal: AbortSignal,
): Promise<ProjectContents> {
  const { manifest } = archive
  const reading = { signal, onBytes: () => undefined }
  const problems: string[] = []
  const document = await readDocument(archive, reading)
  if ('problem' in document) problems.push(document.problem)
  const head = manifest.data ? await readImagesHead(archive, reading) : undefined
  if (manifest.data && !head) problems.push('The images in the file are damaged, or of another version of Strata.')
  const decided = manifest.hasChoices ? await readChoices(archive, reading) : undefined
  const modelBytes = manifest.hasModel ? archive.sizeOf(ENTRIES.model.weights) : undefined
  if (manifest.hasModel && modelBytes === undefined) problems.push('The trained model in the file is damaged.')

  const known = await findKnown(history).catch((error: unknown): KnownRuns => {
    if (!(error instanceof CallFailure)) throw error
    if (manifest.runs.length > 0) problems.push(error.message)
    return new Map()
  })
  const runs: RunInFile[] = []
  const bad: string[] = []
  for (const filed of manifest.runs) {
    signal.throwIfAborted()
    const read = await readFiledSummary(archive, filed, reading)
    if ('problem' in read) bad.push(read.problem)
    else runs.push(describe(read.value, known))
  }
  problems.push(...someOf(bad))
  return {
    savedAt: manifest.savedAt,
    ...('layers' in document && { document }),
    ...(head && {
      images: {
        name: head.name,
        count: head.count,
        width: head.width,
        height: head.height,
        classes: head.classes.length,
        bytes: head.count * head.width * head.height * head.channels,
      },
    }),
    ...(decided && { decidedFor: decided.name }),
    ...(modelBytes !== undefined && { model: { bytes: modelBytes } }),
    runs: runs.toSorted((one, other) => one.number - other.number),
    versions: manifest.versions.length,
    problems,
  }
}

/** The first of some sentences, and how many more there are. */
export function someOf(sentences: readonly string[]): readonly string[] {
  const more = sentences.length - LISTED
  return more > 1
    ? [...sentences.slice(0, LISTED), `${amountOf(more, 'more run')} of the file can’t be read.`]
    : sentences
}

/** The text of the document. */
export async function readDocumentText(archive: Archive, reading: Reading): Promise<string | undefined> {
  const bytes = await archive.read(ENTRIES.document, MOST_BYTES.json, reading)
  return bytes && new TextDecoder().decode(bytes)
}

async function readDocument(
  archive: Archive,
  reading: Reading,
): Promise<{ readonly layers: number } | { readonly problem: string }> {
  const text = await readDocumentText(archive, reading)
  if (text === undefined) return { problem: 'The layers and the recipe in the file are damaged.' }
  try {
    return { layers: parseProject(text).stack.layers.length }
  } catch (error) {
    if (error instanceof ProjectError) return { problem: error.message }
    throw error
  }
}

/** Undefined when it is damaged, or of another version. */
export async function readImagesHead(archive: Archive, reading: Reading): Promise<StoredHead | undefined> {
  const bytes = await archive.read(`${ENTRIES.data}${HEAD}`, MOST_BYTES.long, reading)
  return bytes && readHead(new TextDecoder().decode(bytes))
}

function describe({ filed, summary, marks, weightBytes }: FiledSummary, known: KnownRuns): RunInFile {
  const here = known.get(filed.id)
  return {
    id: filed.id,
    number: filed.number,
    name: marks.name,
    dataset: summary.dataset,
    state: summary.state,
    ...(summary.test && { testAccuracy: summary.test.accuracy }),
    ...(weightBytes !== undefined && { weightBytes }),
    ...(here && !here.isDeleted && { here: here.number }),
  }
}
