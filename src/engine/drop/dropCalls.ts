/** The calls that open what a person brings, whatever it is. */
import type { LookedAtFiles } from '../../data/import/lookAtFiles'
import { NoLabels } from '../../data/labels/noLabels'
import { quoted } from '../../common/text'
import type { SourceFile } from '../../files/sourceFile'
import type { TrainedModel } from '../../model/trainedModel'
import type { Importer } from '../datasets/importer'
import { recogniseDrop } from '../datasets/recogniseDrop'
import { CallFailure } from '../failures'
import type { ProjectRoom } from '../project/projectCalls'
import type { DropCalls, DropReply, Reading } from '../protocol/drop'
import type { HandlersOf } from '../protocol/messages'
import { summariseModel } from '../run/summariseModel'
import { createShelf, type Shelf } from '../shelf'
import type { TakeTurn } from '../turn'

const OPENING = 'Files are being opened: wait until they are ready, or cancel.'

export interface DropParts {
  readonly importer: Importer
  readonly models: Shelf<TrainedModel>
  readonly projects: Pick<ProjectRoom, 'look'>
  readonly takeTurn: TakeTurn
}

export function createDropCalls({ importer, models, projects, takeTurn }: DropParts): HandlersOf<DropCalls> {
  /** The drop that was asked about last. Sending and listing tens of thousands of files again would take seconds. */
  const asked = createShelf<LookedAtFiles>({ things: 1, bytes: Infinity }, () => 0)

  const keep = (drop: LookedAtFiles): number => {
    const id = asked.nextId()
    asked.put(id, drop)
    return id
  }

  const read = async (drop: LookedAtFiles, { settings, addTo }: Reading, signal: AbortSignal): Promise<DropReply> => {
    try {
      const reply = await importer.readDrop(drop, settings, signal, addTo)
      if ('dataset' in reply) return { kind: 'dataset', ...reply }
      return { kind: 'question', drop: keep(drop), question: reply }
    } catch (error) {
      if (!(error instanceof NoLabels)) throw error
      return { kind: 'question', drop: keep(drop), question: error.question }
    }
  }

  return {
    openFiles: ({ files, data = 'read', ...reading }, signal) =>
      takeTurn(OPENING, signal, async (): Promise<DropReply> => {
        const drop = await recogniseDrop(files, signal, {
          prefersFormat: data === 'refuse',
          codePage: reading.settings.codePage,
        })
        if (drop.kind === 'data') {
          if (data === 'refuse') throw new CallFailure('badModel', describeNoModel(files, drop.files))
          return data === 'ask' && !drop.isEmpty
            ? { kind: 'data', drop: keep(drop.files) }
            : read(drop.files, reading, signal)
        }
        const opened = await drop.found.format.read(drop.found.files)
        signal.throwIfAborted()
        const notes = [...opened.notes, ...drop.notes]
        if (opened.holds === 'configuration') return { kind: 'configuration', stack: opened.stack, notes }
        if (opened.holds === 'project') return { kind: 'project', project: opened.project, notes }
        if (opened.holds === 'projectFile') {
          return { kind: 'projectFile', ...(await projects.look(opened.entry, signal)), notes }
        }
        const id = models.nextId()
        models.put(id, opened.model)
        return { kind: 'model', model: summariseModel(id, opened.model), notes }
      }),

    openAsked: ({ drop: id, ...reading }, signal) =>
      takeTurn(OPENING, signal, () => {
        const drop = asked.get(id)
        asked.remove(id)
        if (drop) return read(drop, reading, signal)
        throw new CallFailure('badInput', 'These files are not at hand any more: drop them again.')
      }),
  }
}

function describeNoModel(files: readonly SourceFile[], { found }: LookedAtFiles): string {
  const [first, ...others] = files
  const path = quoted(first?.path ?? '')
  const [other] = found.others
  const what =
    others.length === 0 && other
      ? `${path} ${other.what}: it has no model and no project that Strata opens`
      : `There is no model and no project in ${path}${others.length === 0 ? '' : ` and ${others.length} more`}`
  return `${what}. Choose a model (.keras, .h5, .onnx, .safetensors, or a model.json together with its weights), a project that Strata saved, layers that Keras wrote as JSON, or a configuration of Ludwig. PyTorch’s models open as ONNX.`
}
