/** Opens what a person chose of a project file. */
import { amountOf } from '../../common/text'
import { type KeptColumn, type KeptContents, readKept } from '../../storage/datasets/datasetStore'
import { isSameChoices, NO_DATA, type DataChoices } from '../../model/dataChoices'
import { parseProject, ProjectError, type Project } from '../../model/project'
import type { TrainedModel } from '../../model/trainedModel'
import { whyNotApply } from '../../data/look/applyChoices'
import { ENTRIES } from '../../project/manifest'
import { CallFailure } from '../failures'
import type { Datasets } from '../datasets/datasets'
import { digestOf } from '../../data/digest'
import type { HeldHistory } from '../history/heldHistory'
import type { OpenedProject, OpenProjectRequest, ProjectNote } from '../protocol/project'
import { summariseModel } from '../run/summariseModel'
import type { Shelf } from '../shelf'
import { MOST_BYTES, type Archive, type Reading } from './archive'
import { readChoices } from './filedChoices'
import { readModel } from './filedModel'
import { readDocumentText, readImagesHead } from './lookAtProject'
import { takeInRuns } from './takeInRuns'

export interface OpeningParts {
  readonly datasets: Datasets
  readonly models: Shelf<TrainedModel>
  readonly history: HeldHistory
}

/** @param file what the runs name as their origin. */
export async function openProject(
  archive: Archive,
  file: string,
  request: OpenProjectRequest,
  { datasets, models, history }: OpeningParts,
  reading: Reading,
): Promise<OpenedProject> {
  const began = performance.now()
  await archive.check()
  // All of it is read before any of it is taken over.
  const project = request.document ? await readProject(archive, reading) : undefined
  const images = request.images ? await readImages(archive, reading) : undefined
  const model = request.model ? await readModel(archive, reading) : undefined
  if (request.model && !model) throw damaged(archive, 'trained model', 'is')
  const decided = project && !images ? await decide(archive, request.data, datasets, reading) : {}

  const notes: ProjectNote[] = decided.note ? [decided.note] : []
  if (request.runs) {
    const { withWeights } = request
    notes.push(...(await takeInRuns({ archive, file, withWeights, history }, reading)))
  }
  const seconds = (performance.now() - began) / 1000
  const loaded = images && datasets.admit({ dataset: images.dataset, report: images.report, seconds }, images.choices)
  const id = model && models.nextId()
  if (model && id !== undefined) models.put(id, model)
  return {
    notes,
    ...(project && { project }),
    ...(loaded && { loaded }),
    ...(decided.choices && { choices: decided.choices }),
    ...(model && id !== undefined && { model: summariseModel(id, model) }),
  }
}

async function readProject(archive: Archive, reading: Reading): Promise<Project> {
  const text = await readDocumentText(archive, reading)
  if (text === undefined) throw damaged(archive, 'document', 'is')
  try {
    return parseProject(text)
  } catch (error) {
    throw error instanceof ProjectError ? new CallFailure('badModel', error.message) : error
  }
}

/** @throws CallFailure when they are not, to the byte, those that were saved. */
async function readImages(archive: Archive, reading: Reading): Promise<KeptContents> {
  const isDamaged = (): CallFailure => damaged(archive, 'images', 'are')
  const head = await readImagesHead(archive, reading)
  if (!head) throw isDamaged()
  const find = (name: string): Promise<KeptColumn | undefined> => {
    const path = `${ENTRIES.data}${name}`
    const size = archive.sizeOf(path)
    const read = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const bytes = await archive.read(path, MOST_BYTES.block, reading)
      if (bytes) return bytes
      throw isDamaged()
    }
    const column = {
      size: size ?? 0,
      arrayBuffer: async () => (await read()).buffer,
      text: async () => new TextDecoder().decode(await read()),
    }
    return Promise.resolve(size === undefined ? undefined : column)
  }
  const kept = await readKept(find, head)
  const { digest } = archive.manifest.data ?? {}
  if (!kept || (digest !== undefined && (await digestOf(kept.dataset)) !== digest)) throw isDamaged()
  return kept
}

/** What was decided about images that are not in the file, for the data at hand where they are the same. */
async function decide(
  archive: Archive,
  data: DataChoices,
  datasets: Datasets,
  reading: Reading,
): Promise<{ readonly choices?: DataChoices; readonly note?: ProjectNote }> {
  if (!archive.manifest.hasChoices) return {}
  const filed = await readChoices(archive, reading)
  if (!filed) return { note: { isCaution: true, message: 'What was decided about the images is damaged in the file.' } }
  const held = data.dataset === NO_DATA.dataset ? undefined : datasets.choose(data).held.dataset
  if (!held || (await digestOf(held)) !== filed.digest || whyNotApply(held, filed.choices) !== undefined) {
    const what = `${describeChoices(filed.choices)} in ${filed.name}`
    return {
      note: {
        isCaution: true,
        message: `The file has ${what}, and no images: load those, then open it again.`,
      },
    }
  }
  const choices = { ...filed.choices, dataset: data.dataset }
  if (isSameChoices(choices, data)) return {}
  return {
    choices,
    note: {
      isCaution: false,
      message: `${describeChoices(choices)} came from the file: the images at hand are the same.`,
    },
  }
}

function describeChoices({ splitting, excluded, relabelled, merged }: Omit<DataChoices, 'dataset'>): string {
  const parts = [
    ...(splitting.kind === 'random' ? ['a split at random'] : []),
    ...(excluded.length > 0 ? [`${amountOf(excluded.length, 'image')} taken out`] : []),
    ...(relabelled.length > 0 ? [amountOf(relabelled.length, 'corrected label')] : []),
    ...(merged.length > 0 ? [amountOf(merged.length, 'merged class', 'merged classes')] : []),
  ]
  const last = parts.pop() ?? 'nothing decided'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

function damaged({ name }: Archive, what: string, verb: 'is' | 'are'): CallFailure {
  return new CallFailure(
    'badModel',
    `The ${what} in ${name} ${verb} damaged, so nothing was opened: leave that out, or copy the file anew.`,
  )
}
