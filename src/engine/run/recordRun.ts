/**
 * Keeps the record of a run while it goes on: at its start, after each epoch, at its end. It hears what the page hears, holds nothing up,
 * and fails by itself: a run whose record can't be written goes on, and one sentence says so.
 */
import type { Dataset } from '../../data/dataset'
import { digestOf } from '../../data/digest'
import { isSameChoices, type DataChoices } from '../../model/dataChoices'
import { analyseStack } from '../../model/graph/shapes'
import type { Evaluation } from '../../model/metrics/evaluation'
import { sumRanks } from '../../model/metrics/hits'
import { serialiseProject } from '../../model/project'
import { weightBytes, type TrainedModel } from '../../model/trainedModel'
import { RECORD_VERSION, type EpochRecord, type LogRecord, type RunDetails, type RunSummary } from '../../runs/record'
import { STRATA_VERSION } from '../../runs/strataVersion'
import { createAnatomyKeeper } from '../../runs/anatomies'
import { createMatrixKeeper } from '../../runs/matrices'
import { findModelFigures, leavesAverage } from '../../runs/modelFigures'
import { createThinSteps } from '../../runs/thinSteps'
import { describeFailure } from '../failures'
import type { HeldHistory } from '../history/heldHistory'
import { newRunId } from '../history/runId'
import type { DeviceEvent, DeviceReport } from '../protocol/device'
import type { RunEvent, RunOutcome, RunPlace, RunRequest } from '../protocol/run'
import { describeBrowser, describeDataset, keptWeights } from './recordParts'
import { asTest, endingOf, figuresOf, progressOf, withoutEnding, withoutFigures, type Progress } from './recordProgress'
import { createStopwatch } from './stopwatch'
import { shapeOf } from './summariseModel'

/** Milliseconds between two writings while a run goes on: epochs can be short. */
const WRITE_EVERY = 1000

/** Of the curves: what a chart shows, and some 60 kB of a record. */
const MOST_POINTS = 512

export interface RunRecorder {
  /** The run is at work from now on, on this device. Its record begins, or goes on. */
  begin(request: RunRequest, view: Dataset, device: DeviceReport): void
  hear(event: RunEvent | DeviceEvent): void
  /**
   * The run has ended. Its weights are kept where the request says so.
   * @param lastWord is done before other tabs may go on with the run.
   * @returns what hears of the tests of its model.
   */
  end(outcome: RunOutcome, model: TrainedModel | undefined, lastWord?: () => Promise<void>): HearTest
  /** Takes hold of a run that has ended, to go on. @returns why it can't, in one sentence: another tab has it, or has gone on with it. */
  claim(): Promise<string | undefined>
  /** Lets go of a run that was claimed, and did not go on. */
  letGo(): void
  /** The record as it is now. Nothing before the run began. */
  snapshot(): RecordSnapshot | undefined
  /** The run's number, once it has one; nothing where runs are not kept. */
  number(): Promise<number | undefined>
  /** All that was to be written is. */
  settled(): Promise<void>
}

/** Takes what a model came to on the test images of these data, when they are those of its run, which has not been tested nor gone on. */
export type HearTest = (test: Evaluation, data: DataChoices) => void

/** A record that can go on. */
export interface RecordSnapshot {
  readonly summary: RunSummary
  readonly details: RunDetails
}

/** A record that was kept, and goes on. */
export interface KeptRecord {
  readonly snapshot: RecordSnapshot
  readonly place: RunPlace
  /** Of training, up to that place. */
  readonly seconds: number
  /** When the record was written last. */
  readonly written: number
}

export function createRunRecorder(history: HeldHistory, now = () => performance.now(), from?: KeptRecord): RunRecorder {
  const before = from?.snapshot
  const id = before?.summary.id ?? newRunId()
  const curve = createThinSteps(MOST_POINTS)
  const matrices = createMatrixKeeper()
  const anatomies = createAnatomyKeeper()
  if (before) {
    curve.restore(before.details.curve)
    matrices.restore(before.details.matrices, before.details.epochs)
    anatomies.restore(before.details.anatomies)
  }
  let watch = createStopwatch(from ? () => 0 : now, from?.seconds)
  let progress: Progress = before ? progressOf(before) : { state: 'running', epoch: 0 }
  let epochs: readonly EpochRecord[] = before?.details.epochs ?? []
  let log: readonly LogRecord[] = before?.details.log ?? []
  let dataset = before?.details.dataset
  let beginning = before?.details.beginning
  let request: RunRequest | undefined
  /** Of the layers and the recipe, which stay while the run goes on. */
  let subject: (Pick<RunSummary, 'layers' | 'parameters'> & Pick<RunDetails, 'project'>) | undefined
  let started = before?.summary.started ?? 0
  let number = before?.summary.number
  let release: (() => void) | undefined
  /** What was written last: another tab that goes on with the run writes anew. */
  let lastWritten = from?.written
  /** Where the run ended, to go on from. */
  let place = from?.place
  let isActive = false
  /** How often the run has ended. */
  let ends = 0
  /** Nothing more is tried after the storage refused. */
  let isRefused = false
  let queue: Promise<void> = Promise.resolve()
  /** The writing that gives the number. The last word waits for the number, so the number doesn't wait for what comes later. */
  let numbering: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let writtenAt = -Infinity
  let heardAt = 0

  const record = (number: number): { readonly summary: RunSummary; readonly details: RunDetails } => {
    const { recipe } = request!
    const { lastLook, lastTest, images, ...shown } = progress
    const { project, ...size } = subject!
    const keptMatrices = matrices.read()
    const keptAnatomies = anatomies.read()
    return {
      summary: {
        version: RECORD_VERSION,
        number,
        id,
        started,
        // Never the same twice: by it a tab knows whether another has written since.
        written: Math.max(Date.now(), (lastWritten ?? 0) + 1),
        ...(beginning && { beganWith: beginning.name }),
        dataset: dataset!.name,
        ...size,
        optimizer: recipe.optimizer,
        learningRate: recipe.learningRate,
        batchSize: recipe.batchSize,
        ...(leavesAverage(recipe, undefined) && { averages: true }),
        epochs: recipe.epochs,
        seconds: watch.seconds,
        ...shown,
        ...findModelFigures(shown.weightsOf, epochs),
      },
      details: {
        version: RECORD_VERSION,
        number,
        project,
        dataset: dataset!,
        ...(beginning && { beginning }),
        epochs,
        curve: curve.read(),
        log,
        madeBy: {
          strata: STRATA_VERSION,
          browser: describeBrowser(typeof navigator === 'undefined' ? '' : navigator.userAgent),
        },
        ...(images && { images }),
        ...(keptMatrices && { matrices: keptMatrices }),
        ...(keptAnatomies && { anatomies: keptAnatomies }),
        ...(lastLook && { validation: lastLook }),
        ...(lastTest && { test: lastTest }),
      },
    }
  }

  const letGo = (): void => {
    release?.()
    release = undefined
  }

  const enqueue = (work: () => Promise<void>): void => {
    queue = queue.then(async () => {
      if (isRefused) return
      try {
        await work()
      } catch (error) {
        isRefused = true
        letGo()
        history.tellTrouble(describeFailure(error, NEVER).message)
      }
    })
  }

  /** What is written is the record as it is when its turn comes. */
  const write = (): void => {
    clearTimeout(timer)
    timer = undefined
    writtenAt = now()
    enqueue(async () => {
      if (number === undefined) {
        number = await history.ask((kept) =>
          kept.begin((given) => {
            const made = record(given)
            lastWritten = made.summary.written
            return made
          }),
        )
        if (isActive) release = history.hold(number)
      } else {
        const { summary, details } = record(number)
        const last = lastWritten ?? 0
        if (!(await history.ask((kept) => kept.write(summary, details, last)))) return
        lastWritten = summary.written
      }
      history.tellChange([number])
    })
    numbering ??= queue
  }

  const keepWeights = (model: TrainedModel): void =>
    enqueue(async () => {
      if (number === undefined) return
      const written = number
      try {
        await history.ask((kept) => kept.keepWeights(written, keptWeights(model)))
        progress = { ...progress, weightBytes: weightBytes(model.weights) }
      } catch {
        history.tellTrouble(
          `There is no room for the weights of run ${written} in the browser’s storage: it is kept without them.`,
        )
      }
    })

  const writeSoon = (): void => {
    if (timer !== undefined) return
    const wait = writtenAt + WRITE_EVERY - now()
    if (wait <= 0) write()
    else timer = setTimeout(write, wait)
  }

  const goBackTo = (position: number): void => {
    curve.truncate(position)
    matrices.truncate(position)
    anatomies.truncate(position)
    log = log.filter(({ epoch }) => epoch <= position)
    epochs = epochs.filter(({ epoch }) => epoch <= position)
    const last = epochs.at(-1)
    progress = { ...withoutFigures(progress), epoch: last?.epoch ?? 0, ...figuresOf(last) }
  }

  const take = (event: RunEvent | DeviceEvent): void => {
    switch (event.type) {
      case 'trainerChosen':
        if (progress.device) progress = { ...progress, device: { ...progress.device, trainer: event.choice.trainer } }
        return
      case 'prepared':
        // A run that goes on keeps what it began with.
        beginning ??= event.beginning
        progress = { ...progress, images: { train: event.trainImages, validation: event.validationImages } }
        return
      case 'paused':
        watch.pause()
        return
      case 'resumed':
        watch.resume()
        heardAt = watch.seconds
        return
      case 'points': {
        const { epoch, loss, accuracy, learningRate, imagesPerSecond } = event.points
        const since = watch.seconds - heardAt
        for (const [at, position] of epoch.entries()) {
          const seconds = heardAt + (since * (at + 1)) / epoch.length
          curve.add({
            epoch: position,
            seconds,
            loss: loss[at]!,
            accuracy: accuracy[at]!,
            learningRate: learningRate[at]!,
            imagesPerSecond: imagesPerSecond[at]!,
          })
        }
        heardAt = watch.seconds
        return
      }
      case 'epochEnd': {
        const { epoch, train, learningRate, imagesPerSecond, validation } = event
        const ended: EpochRecord = {
          epoch,
          seconds: watch.seconds,
          train,
          learningRate,
          ...(imagesPerSecond !== undefined && { imagesPerSecond }),
          ...(validation && { validation: { loss: validation.loss, accuracy: validation.accuracy } }),
          ...(validation?.ranks && { ranks: sumRanks(validation.ranks, validation.classes.length) }),
        }
        if (validation) matrices.add(epoch, validation.confusion, validation)
        epochs = [...epochs.filter((other) => other.epoch < epoch), ended]
        progress = { ...progress, epoch, ...figuresOf(ended), ...(validation && { lastLook: validation }) }
        writeSoon()
        return
      }
      case 'anatomy':
        anatomies.add(event.anatomy)
        return
      case 'callback':
        log = [...log, { epoch: positionOf(event.place), message: event.message, did: event.did }]
        return
      case 'recovered':
        watch.resume()
        goBackTo(event.place ? positionOf(event.place) : 0)
        return
      default:
    }
  }

  return {
    begin(asked, view, { backend, adapter, threads }) {
      const device = { backend, ...(adapter !== undefined && { adapter }), ...(threads !== undefined && { threads }) }
      progress = { ...progress, device }
      // The same run on another device.
      if (isActive) return
      isActive = true
      isRefused = false
      numbering = undefined
      request = asked
      if (dataset) {
        progress = { ...withoutEnding(progress), state: 'running' }
        // They are of where the run stood, and its record goes on.
        enqueue(async () => {
          if (number === undefined) return
          const written = number
          await history.ask(async (kept) => {
            await kept.keepWeights(written, undefined)
            await kept.keepPredictions(written, undefined)
          })
          const { weightBytes: _, ...rest } = progress
          progress = rest
        })
        goBackTo(place ? positionOf(place) : 0)
        watch = createStopwatch(now, watch.seconds)
      } else {
        started = Date.now()
        dataset = describeDataset(view)
        void digestOf(view).then((digest) => {
          if (dataset) dataset = { ...dataset, digest }
          if (isActive) writeSoon()
        })
      }
      const { stack, recipe } = asked
      subject = {
        layers: stack.layers.length,
        parameters: analyseStack(stack, shapeOf(view)).parameters,
        project: serialiseProject({ stack, recipe }),
      }
      heardAt = watch.seconds
      write()
    },
    hear(event) {
      if (isActive) take(event)
    },
    async claim() {
      await queue
      if (number === undefined || release) return undefined
      release = await history.tryHold(number)
      if (!release) return `Run ${number} is being trained in another tab: wait until it has ended there.`
      const [kept] = await history
        .ask((all) => all.list([number!]))
        .catch((error: unknown) => {
          letGo()
          throw error
        })
      if (kept?.marks.deleted !== undefined) {
        letGo()
        return `Run ${number} was deleted: bring it back in Runs, and let it go on then.`
      }
      const isAsLeft = kept === undefined || ('value' in kept.summary && kept.summary.value.written === lastWritten)
      if (isAsLeft) return undefined
      letGo()
      return `Run ${number} went on in another tab: resume it from the runs, with what it has learned since.`
    },
    letGo() {
      if (!isActive) letGo()
    },
    snapshot: () => (subject && dataset && request ? record(number ?? 0) : undefined),
    async number() {
      if (number === undefined) await numbering
      return isRefused ? undefined : number
    },
    end(outcome, model, lastWord) {
      if (!isActive) return () => undefined
      watch.pause()
      // From now on it stands still.
      if ('seconds' in outcome) watch = createStopwatch(() => 0, outcome.seconds)
      place = outcome.place
      progress = {
        ...progress,
        state: outcome.kind,
        ...endingOf(outcome),
      }
      isActive = false
      const end = ++ends
      write()
      if (request?.keepWeights === true && model) {
        keepWeights(model)
        write()
      }
      // The lock goes after the last word, so that nobody takes the run for interrupted.
      queue = queue.then(() => lastWord?.())
      queue = queue.then(() => {
        letGo()
        if (number !== undefined) history.tellChange([number])
      })
      return (test, data) => {
        if (isActive || end !== ends || progress.lastTest || !isSameChoices(request!.data, data)) return
        progress = { ...progress, ...asTest(test) }
        write()
      }
    },
    settled: () => queue,
  }
}

const NEVER = new AbortController().signal

/** A place in a run, in epochs. */
function positionOf({ epoch, step, steps }: RunPlace): number {
  return epoch - 1 + step / steps
}
