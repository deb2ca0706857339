/** Gathers what a report tells: the model, the images that it is judged by, and the run that it comes from. */
import { withoutBidiControls } from '../../common/text'
import type { Engine } from '../../engine/client'
import type { ModelIdentity, ModelSummary } from '../../engine/protocol/model'
import { findMisfit } from '../../model/graph/fit'
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { ImageMap } from '../../model/map/imageMap'
import { largestK } from '../../model/metrics/hits'
import { leavesAverage } from '../../runs/modelFigures'
import { STEP_CURVES, titleOf, type RunDetails } from '../../runs/record'
import type { Metrics } from '../curves/metrics'
import { createMetricsBuffer, MOST_DRAWN, type MetricsBuffer } from '../curves/metricsBuffer'
import { choicesOf } from '../model/choicesOf'
import { evaluationOf } from '../model/evaluationOf'
import { isOfRun } from '../run/isOfRun'
import { changePart, type Session, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'
import { NO_MODEL, OTHER_WORK } from '../session/underWay'
import type { JudgedSplit, PictureKind, Pictures, ReportedRun, ReportFacts, Unknown } from './reportFacts'

export interface ReportActions {
  /** All that a report tells of the model at hand, which looks at all images first, where it has not yet. @throws Error that says why not. */
  gatherReport(): Promise<ReportFacts>
}

export interface ReportActionsParts {
  readonly engine: Engine
  readonly session: SessionStore
  readonly metrics: Metrics
}

/** Pictures of a kind: enough to see what goes wrong, and few enough for a small file. */
const MOST_PICTURES = 12
/** Of labels that agree little with the model, the mistakes are among the first. */
const LABELS_LOOKED_AT = 60
/** On a map: more dots would make the file large and hide one another. */
const MOST_ON_MAP = 1000

const GAVE_WAY = 'Other work came first while the report was gathered, so this was given up.'

export function createReportActions({ engine, session, metrics }: ReportActionsParts): ReportActions {
  const judge = async (model: ModelSummary, now: Session): Promise<JudgedSplit | Unknown> => {
    const split = findSplit(model, now)
    if (typeof split !== 'string') return split
    const asked = { model: model.id, data: choicesOf(split, now), split }
    const study = await engine.call('studySplit', asked)
    if (study.images === 0) return { whyNot: `There are no ${split} images to judge the model by.` }
    return {
      split,
      study: { ...study, classes: study.classes.map(withoutBidiControls) },
      evaluation: evaluationOf(split, study.confusion, now),
      pictures: {
        mistakes: await picturesOf('mistakes', model.classes, asked),
        unsure: await picturesOf('unsure', model.classes, asked),
        labels: await picturesOf('labels', model.classes, asked),
      },
    }
  }

  const picturesOf = async (
    kind: PictureKind,
    classes: readonly string[],
    asked: {
      readonly model: number
      readonly data: ReturnType<typeof choicesOf>
      readonly split: JudgedSplit['split']
    },
  ): Promise<Pictures> => {
    const { model, data } = asked
    const { images } = await engine.call('findPredicted', { ...asked, query: { kind } })
    const first = Array.from(images.slice(0, kind === 'labels' ? LABELS_LOOKED_AT : MOST_PICTURES))
    const seen = await engine.call('predictedImages', { model, data, images: first })
    // A label that the model agrees with is no fault that it could tell.
    const meant = kind === 'labels' ? seen.filter(({ label, predicted }) => label !== classes[predicted]) : seen
    const shown = meant.slice(0, MOST_PICTURES)
    const thumbnails = await engine.call('thumbnails', {
      data,
      images: shown.map(({ image }) => image),
      offset: 0,
      limit: MOST_PICTURES,
    })
    return { ...(kind !== 'labels' && { total: images.length }), images: shown, thumbnails }
  }

  const runOf = async ({ run: number }: ModelIdentity, now: Session): Promise<ReportedRun | Unknown> => {
    const { state } = now.run
    const onShow = isOfRun(now) && state.status !== 'idle' ? metrics.of(state.runId) : undefined
    const kept = number === undefined ? undefined : await keptRun(number)
    const buffer = onShow ?? (kept && restore(kept.details))
    if (!buffer)
      return {
        whyNot:
          number === undefined
            ? 'The model comes from a file, and not from a run of this browser: how it was trained is not known, beyond what its file says.'
            : `Run ${number}, which the model comes from, could not be read: how it was trained is not known, beyond what the model says.`,
      }
    return {
      title: kept?.title ?? (number === undefined ? 'a run that was not kept' : `run ${number}`),
      beginning: kept?.details.beginning ?? (isOfRun(now) ? now.run.beginning : undefined),
      epochs: buffer.epochs(),
      log: buffer.log(),
      curves: curvesOf(buffer),
      anatomies: buffer.anatomies(),
      kept,
    }
  }

  const insideOf = async (
    model: ModelSummary,
    now: Session,
    run: ReportedRun | Unknown,
  ): Promise<Anatomy | Unknown | undefined> => {
    if ('kept' in run && endsWithModel(run, model)) return undefined
    if (!now.data.dataset) return { whyNot: 'There are no data at hand, by whose train images the inside is seen.' }
    const data = isOfRun(now) ? now.run.data : now.data.choices
    return orWhyNot(engine.call('examineModel', { model: model.id, data }))
  }

  const mapOf = async (
    model: ModelSummary,
    now: Session,
    judged: JudgedSplit | Unknown,
  ): Promise<ImageMap | Unknown> => {
    if ('whyNot' in judged) return judged
    const { split } = judged
    const asked = { model: model.id, data: choicesOf(split, now), split, most: MOST_ON_MAP, seed: 1 }
    return orWhyNot(engine.call('mapImages', asked))
  }

  /** Nothing where the browser keeps no runs, or can't read this one. */
  const keptRun = async (number: number): Promise<(ReportedRun['kept'] & { readonly title: string }) | undefined> => {
    try {
      const numbers = [number]
      const [{ runs }, [found]] = await Promise.all([
        engine.call('listRuns', { numbers }),
        engine.call('runDetails', { numbers }),
      ])
      const [listed] = runs
      if (!found || !('details' in found) || !listed || !('summary' in listed)) return undefined
      const title = withoutBidiControls(titleOf(listed))
      return { title, summary: listed.summary, details: found.details, note: withoutBidiControls(listed.marks.note) }
    } catch {
      return undefined
    }
  }

  return {
    async gatherReport() {
      const now = session.getState()
      const { data, model, runs, device } = now
      const { current, origin } = model
      if (!current) throw new Error(NO_MODEL)
      changePart(session, 'model', { looking: true })
      try {
        const judged = await judge(current, now)
        const choices = 'split' in judged ? choicesOf(judged.split, now) : data.choices
        const isThere = data.dataset !== undefined && findMisfit(current, data.dataset) === undefined
        const identity = await engine.call('identify', { model: current.id, ...(isThere && { data: choices }) })
        const run = await runOf(identity, now)
        const most = largestK(current.classes.length)
        return {
          made: Date.now(),
          model: current,
          origin: isOfRun(now) || origin === undefined ? undefined : withoutBidiControls(origin),
          identity,
          data: data.dataset ? { dataset: data.dataset, choices } : { whyNot: 'There are no data at hand.' },
          judged,
          run,
          inside: await insideOf(current, now, run),
          map: await mapOf(current, now, judged),
          hitsAt: most < 2 ? undefined : Math.min(runs.hitsAt, most),
          device: device.report,
        }
      } catch (error) {
        throw new Error(isAbort(error) ? OTHER_WORK : troubleOf(error).message, { cause: error })
      } finally {
        changePart(session, 'model', { looking: false })
      }
    },
  }
}

/** The curves of a run that is not on show: nobody listens to them. */
function restore(details: RunDetails): MetricsBuffer {
  const buffer = createMetricsBuffer(() => undefined)
  buffer.restore(details)
  return buffer
}

function curvesOf(buffer: MetricsBuffer): ReportedRun['curves'] {
  return Object.fromEntries(
    STEP_CURVES.map((curve) => [curve, buffer.buckets(curve, MOST_DRAWN)]),
  ) as unknown as ReportedRun['curves']
}

/** Whether the newest anatomy of a run is of the weights that it left: those of the end of its last epoch. */
function endsWithModel({ anatomies, epochs, kept }: ReportedRun, { recipe }: ModelSummary): boolean {
  if (!anatomies || !kept || !recipe) return false
  const { state, stoppedEarly, weightsOf } = kept.summary
  const isWhole = state === 'finished' && stoppedEarly === undefined && weightsOf === undefined
  return isWhole && !leavesAverage(recipe, weightsOf) && anatomies.all.at(-1)?.epoch === epochs.at(-1)?.epoch
}

/** A section without its facts says why. It does not keep the others from being written. */
async function orWhyNot<Fact>(asked: Promise<Fact>): Promise<Fact | Unknown> {
  try {
    return await asked
  } catch (error) {
    return { whyNot: isAbort(error) ? GAVE_WAY : troubleOf(error).message }
  }
}

/** Test images judge any model; validation images that of the run which was dealt them, where there are no others. */
function findSplit(model: ModelSummary, now: Session): JudgedSplit['split'] | Unknown {
  const { data, run } = now
  if (!data.dataset) return { whyNot: 'There are no data at hand to judge the model by.' }
  const misfit = findMisfit(model, data.dataset)
  if (misfit !== undefined) return { whyNot: `The data at hand are not for this model. ${misfit}` }
  if (data.dataset.perClass.test.some((images) => images > 0)) return 'test'
  const isOfThese = isOfRun(now) && run.data.dataset === data.choices.dataset
  if (isOfThese && (run.images?.validation ?? 0) > 0) return 'validation'
  return {
    whyNot:
      'There are no test images at hand, and no validation images of the model’s own run: there is nothing to judge the model by.',
  }
}
