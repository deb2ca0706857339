/** Writes a project file, entry by entry. Pixels and weights go from where they lie into the file, and are never there twice. */
import { columnsOf, headOf } from '../../storage/datasets/datasetStore'
import { writeHead } from '../../storage/datasets/storedHead'
import { createZipWriter, type ZipWriter } from '../../files/zipWriter'
import { isSameChoices, NO_DATA } from '../../model/dataChoices'
import type { DataShape } from '../../model/graph/shapes'
import { serialiseProject } from '../../model/project'
import { PROJECT_MANIFEST } from '../../model/projectFile'
import type { TrainedModel } from '../../model/trainedModel'
import { bytesOfValues, type WeightsIndex } from '../../project/filedWeights'
import { ENTRIES, writeManifest, type FiledRun } from '../../project/manifest'
import { toPlainJson } from '../../project/plainJson'
import type { RunDetails, RunMarks, RunSummary } from '../../runs/record'
import { STRATA_VERSION } from '../../runs/strataVersion'
import type { KeptWeights } from '../../storage/runHistory'
import type { ChosenData } from '../datasets/heldDataset'
import { digestOf } from '../../data/digest'
import { HEAD } from '../../storage/folders'
import type { HeldHistory } from '../history/heldHistory'
import { shapesOfWeights } from '../history/restoredModel'
import { newRunId } from '../history/runId'
import type { SavedProject, SaveProjectRequest } from '../protocol/project'
import { writeChoices } from './filedChoices'
import { describeModel } from './filedModel'

/** Bytes that are packed between two looks at the signal. */
const PIECE_BYTES = 2 ** 20
/** What the texts of a run take, about. */
const TEXT_BYTES = 80_000

export interface ProjectToWrite {
  readonly request: SaveProjectRequest
  /** Absent where there are no data. */
  readonly chosen: ChosenData | undefined
  readonly model: TrainedModel | undefined
  readonly history: HeldHistory
}

/** With the digest of its images. */
interface KnownData extends ChosenData {
  readonly digest: string
}

interface RunToWrite {
  readonly filed: FiledRun
  readonly summary: RunSummary
  readonly marks: RunMarks
}

export async function writeProject(
  { request, chosen, model, history }: ProjectToWrite,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<SavedProject> {
  const { runs, notes } = await findRuns(request, history, signal)
  const known = chosen && { ...chosen, digest: await digestOf(chosen.held.dataset) }
  const images = request.withImages ? known : undefined
  const decided = !images && known && !isUndecided(known) ? known : undefined
  const included = new Map(runs.map(({ filed }) => [filed.number, filed.id]))
  const versions = (runs.length === 0 ? [] : await history.ask((kept) => kept.versions())).flatMap((version) => {
    const run = included.get(version.run)
    return run === undefined ? [] : { ...version, run }
  })

  const weightBytes = runs.reduce(
    (sum, { filed, summary }) => sum + (filed.hasWeights ? (summary.weightBytes ?? 0) : 0),
    0,
  )
  const total = weightBytes + runs.length * TEXT_BYTES + (images ? images.held.dataset.pixels.length : 0) + TEXT_BYTES
  let done = 0
  const zip = createZipWriter(signal, (bytes) => {
    done += bytes
    onProgress(Math.min(done, total), total)
  })
  const addText = (path: string, text: string): Promise<void> =>
    zip.add(path, inPieces(new TextEncoder().encode(text)), { deflate: true })

  // Stored as it is, so that the first bytes of the file say what it is and can be read by eye.
  await zip.add(
    PROJECT_MANIFEST,
    inPieces(
      new TextEncoder().encode(
        writeManifest({
          strata: STRATA_VERSION,
          savedAt: Date.now(),
          hasChoices: decided !== undefined,
          ...(images && { data: { digest: images.digest } }),
          hasModel: model !== undefined,
          runs: runs.map(({ filed }) => filed),
          versions,
        }),
      ),
    ),
  )
  await addText(ENTRIES.document, serialiseProject(request))
  if (decided) {
    const { held, choices, digest } = decided
    await addText(ENTRIES.choices, writeChoices({ name: held.dataset.name, digest, choices }))
  }
  if (images) await addImages(zip, images)
  if (model) {
    await addText(ENTRIES.model.description, JSON.stringify(describeModel(model)))
    const { normalisation, weights } = model
    await addWeights(zip, ENTRIES.model, describeModel(model), { normalisation, weights: [...weights] })
  }
  for (const { filed, summary, marks } of runs) {
    signal.throwIfAborted()
    const paths = ENTRIES.run(filed.number)
    const details = await readDetailsOf(history, filed.number)
    if (!details) continue
    const { weightBytes, ...light } = summary
    await addText(paths.summary, toPlainJson({ summary: filed.hasWeights ? { ...light, weightBytes } : light, marks }))
    await addText(paths.details, toPlainJson(details))
    const weights = filed.hasWeights && (await history.ask((kept) => kept.weights(filed.number)))
    if (weights) await addWeights(zip, paths, { project: details.project, data: shapeOfRun(details) }, weights)
  }
  onProgress(total, total)
  return { file: zip.finish(), notes }
}

/** The runs that can be written, with the ids that they have or get, and what is left out. */
async function findRuns(
  { runs: wanted, withWeights }: SaveProjectRequest,
  history: HeldHistory,
  signal: AbortSignal,
): Promise<{ readonly runs: readonly RunToWrite[]; readonly notes: string[] }> {
  const notes: string[] = []
  if (wanted.length === 0) return { runs: [], notes }
  const held = await history.held()
  const [kept, ids] = await history.ask(
    async (all) => [await all.list(wanted), await all.identify(wanted, newRunId)] as const,
  )
  const runs: RunToWrite[] = []
  for (const { number, summary, marks } of kept.toReversed()) {
    signal.throwIfAborted()
    const id = ids.get(number)
    const isHeld = held.has(number) && 'value' in summary && summary.value.state === 'running'
    const isReadable = 'value' in summary && id !== undefined && (await readDetailsOf(history, number)) !== undefined
    if (isHeld) notes.push(`Run ${number} is still going on, so it is not in the file: save again when it has ended.`)
    else if (!isReadable) notes.push(`Run ${number} can’t be read, so it is not in the file.`)
    else {
      const hasWeights = withWeights && summary.value.weightBytes !== undefined
      runs.push({ filed: { id, number, hasWeights }, summary: { ...summary.value, id }, marks })
    }
  }
  return { runs, notes }
}

async function readDetailsOf(history: HeldHistory, number: number): Promise<RunDetails | undefined> {
  const read = await history.ask((kept) => kept.details(number))
  return 'value' in read ? read.value : undefined
}

async function addImages(zip: ZipWriter, { held, choices, digest }: KnownData): Promise<void> {
  const kept = { dataset: held.dataset, report: held.report, choices }
  const columns = columnsOf(kept)
  const head = new TextEncoder().encode(writeHead(headOf(kept, columns, digest)))
  for (const [name, bytes] of [[HEAD, head] as const, ...columns]) {
    await zip.add(`${ENTRIES.data}${name}`, inPieces(bytes), { deflate: true })
  }
}

async function addWeights(
  zip: ZipWriter,
  paths: { readonly weightsIndex: string; readonly weights: string },
  layers: { readonly project: string; readonly data: DataShape },
  { normalisation, weights }: KeptWeights,
): Promise<void> {
  const shapes = shapesOfWeights(layers)
  const index: WeightsIndex = {
    normalisation,
    weights: weights.map(([name, { length }]) => ({ name, shape: shapes.get(name) ?? [length] })),
  }
  await zip.add(paths.weightsIndex, inPieces(new TextEncoder().encode(toPlainJson(index))), { deflate: true })
  // They hardly get smaller when they are packed.
  await zip.add(paths.weights, bytesOfValues(weights.map(([, values]) => values)))
}

function shapeOfRun({ dataset: { height, width, channels, classes } }: RunDetails): DataShape {
  return { height, width, channels, classes: classes.length }
}

function isUndecided({ choices }: ChosenData): boolean {
  return isSameChoices(choices, { ...NO_DATA, dataset: choices.dataset })
}

function* inPieces(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}
