/** The calls that open what a person brings, whatever it is. */
import type { LookedAtFiles } from '../../data/import/importFiles'
import type { TrainedModel } from '../../model/trainedModel'
import type { Importer } from '../datasets/importer'
import { recogniseDrop } from '../datasets/recogniseDrop'
import { CallFailure } from '../failures'
import type { DropCalls, DropReply, Reading } from '../protocol/drop'
import type { HandlersOf } from '../protocol/messages'
import { summariseModel } from '../run/summariseModel'
import { createShelf, type Shelf } from '../shelf'
import { READING, type TakeTurn } from '../turn'

export interface DropParts {
  readonly importer: Importer
  readonly models: Shelf<TrainedModel>
  readonly takeTurn: TakeTurn
}

export function createDropCalls({ importer, models, takeTurn }: DropParts): HandlersOf<DropCalls> {
  /** What was asked about last: sending and listing tens of thousands of files again would take seconds. */
  const asked = createShelf<LookedAtFiles>({ things: 1, bytes: Infinity }, () => 0)

  const keep = (drop: LookedAtFiles): number => {
    const id = asked.nextId()
    asked.put(id, drop)
    return id
  }

  const read = async (drop: LookedAtFiles, { settings, addTo }: Reading, signal: AbortSignal): Promise<DropReply> => {
    const reply = await importer.readDrop(drop, settings, signal, addTo)
    if ('dataset' in reply) return { kind: 'dataset', ...reply }
    return { kind: 'question', drop: keep(drop), question: reply }
  }

  return {
    openFiles: ({ files, ask = false, ...reading }, signal) =>
      takeTurn(READING, signal, async (): Promise<DropReply> => {
        const drop = await recogniseDrop(files, signal)
        if (drop.kind === 'data')
          return ask ? { kind: 'data', drop: keep(drop.files) } : read(drop.files, reading, signal)
        const opened = await drop.found.format.read(drop.found.files)
        signal.throwIfAborted()
        const notes = [...opened.notes, ...drop.notes]
        if (opened.holds === 'configuration') return { kind: 'configuration', stack: opened.stack, notes }
        if (opened.holds === 'project') return { kind: 'project', project: opened.project, notes }
        const id = models.nextId()
        models.put(id, opened.model)
        return { kind: 'model', model: summariseModel(id, opened.model), notes }
      }),

    openAsked: ({ drop: id, ...reading }, signal) =>
      takeTurn(READING, signal, () => {
        const drop = asked.get(id)
        asked.remove(id)
        if (drop) return read(drop, reading, signal)
        throw new CallFailure('badInput', 'These files are not at hand any more: drop them again.')
      }),
  }
}
