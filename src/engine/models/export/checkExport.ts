/** Exported files are read again and run before they are handed out. What predicts otherwise than the model is refused. */
import { FileEntry } from '../../../files/fileEntry'
import type { SourceEntry } from '../../../files/sourceEntry'
import type { WrittenFile } from '../../../files/writtenFile'
import { findFormats } from '../../../interop/formats'
import type { ModelTarget, WrittenModel } from '../../../interop/target'
import { layerNames } from '../../../model/graph/names'
import { isSameValue } from '../../../model/sameValue'
import type { TrainedModel } from '../../../model/trainedModel'
import type { Normalisation } from '../../../model/training/normalisation'
import type { WithModel } from '../../run/withModel'
import { CallFailure } from '../../failures'
import type { ExportCheck } from '../../protocol/export'
import { classifyPixels, type Pixels } from '../classifyPixels'
import type { PickedImages } from './pickImages'
import { RUNTIMES } from './runtimes'

/**
 * Files whose probabilities differ by more are another model. Rounding to 32 bits makes less, however deep a net: what a converter gets wrong
 * (a transposed kernel, padding on the other side, another epsilon) makes far more.
 */
const LIMIT = 1e-4

/** What rounding makes in nets of usual depth. */
const USUAL = 1e-5

export interface CheckedExport {
  readonly target: ModelTarget
  readonly model: TrainedModel
  readonly written: WrittenModel
  readonly images: PickedImages
  readonly on: Pick<WithModel, 'openDevice' | 'signal' | 'emit'>
}

/** @throws CallFailure with code `badModel`, in a sentence that says what is otherwise; DeviceFailure; the signal's reason. */
export async function checkExport(exported: CheckedExport): Promise<ExportCheck> {
  const { target, model, written, images, on } = exported
  const expected = await classifyPixels(model, images, on)
  if (!expected.every(Number.isFinite))
    throw new CallFailure(
      'badModel',
      'The model gives no numbers for some images, so its files can’t be checked: train it again.',
    )
  on.signal.throwIfAborted()
  const again = await readAgain(written.files, on.signal)
  if (again) requireSame(target, model, again)
  const readDifference = again && largestDifference(expected, await classifyPixels(again, images, on))
  if (readDifference !== undefined && !(readDifference <= LIMIT))
    throw refusal(target, 'Strata’s own reader', readDifference)
  on.signal.throwIfAborted()
  const ran = await run(exported, expected)
  if (ran.run && !(ran.run.difference <= LIMIT)) throw refusal(target, ran.run.by, ran.run.difference)
  return {
    images: images.count,
    of: images.of,
    usual: USUAL,
    limit: LIMIT,
    ...(readDifference !== undefined && { readAgain: readDifference }),
    ...ran,
  }
}

/** The model in the files; undefined where no format that Strata reads is among them. */
async function readAgain(files: readonly WrittenFile[], signal: AbortSignal): Promise<TrainedModel | undefined> {
  const entries: readonly SourceEntry[] = files.map(({ name, bytes }) => new FileEntry(name, new Blob([bytes])))
  for (const { format, files: found, holds } of await findFormats(entries, entries, signal)) {
    if (holds !== 'model') continue
    const opened = await format.read(found)
    if (opened.holds === 'model') return opened.model
  }
  return undefined
}

/** What a probability does not show. */
function requireSame({ name }: ModelTarget, model: TrainedModel, again: TrainedModel): void {
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['names of classes', model.classes, again.classes],
    ['image size', model.data, again.data],
    ['normalisation', model.normalisation, again.normalisation],
    ['layers', layerNames(model.stack), layerNames(again.stack)],
  ]
  const other = parts.find(([, one, two]) => !isSameValue(one, two))
  if (!other) return
  throw new CallFailure(
    'badModel',
    `The files for ${name} were not handed out: read again, they have other ${other[0]} than the model.`,
  )
}

async function run(
  { target, model, written, images }: CheckedExport,
  expected: Float64Array,
): Promise<Pick<ExportCheck, 'run' | 'notRun'>> {
  const open = RUNTIMES.get(target.id)
  if (!open) return {}
  let runtime
  try {
    runtime = await open(written)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { notRun: `The runtime for ${target.name} could not be started in this browser (${why}).` }
  }
  try {
    const numbers =
      written.input.takes === 'bytes'
        ? Float32Array.from(images.pixels)
        : normalise(written.input.normalisation ?? model.normalisation, images)
    const { height, width, channels } = model.data
    const predicted = await runtime.predict(
      written.input.layout === 'NCHW' ? channelsFirst(numbers, images.count, model.data) : numbers,
      images.count,
      { height, width, channels },
    )
    return { run: { by: runtime.name, difference: largestDifference(expected, predicted) } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CallFailure(
      'badModel',
      `The files for ${target.name} were not handed out: its runtime can’t run them (${why}).`,
    )
  } finally {
    runtime.close()
  }
}

function normalise({ mean, deviation }: Normalisation, { pixels }: Pixels): Float32Array<ArrayBuffer> {
  const channels = mean.length
  return Float32Array.from(pixels, (byte, at) => (byte - mean[at % channels]!) / deviation[at % channels]!)
}

function channelsFirst(
  numbers: Float32Array,
  count: number,
  { height, width, channels }: TrainedModel['data'],
): Float32Array<ArrayBuffer> {
  const places = height * width
  const turned = new Float32Array(numbers.length)
  for (let image = 0; image < count; image++) {
    const begin = image * places * channels
    for (let place = 0; place < places; place++)
      for (let channel = 0; channel < channels; channel++)
        turned[begin + channel * places + place] = numbers[begin + place * channels + channel]!
  }
  return turned
}

/** NaN where one of them is none, or there are more of one than of the other. */
function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return NaN
  let largest = 0
  for (let at = 0; at < one.length; at++) {
    const difference = Math.abs(one[at]! - other[at]!)
    // Not Math.max alone: what is no number must stay.
    if (!(difference <= largest)) largest = difference
    if (Number.isNaN(largest)) return largest
  }
  return largest
}

function refusal({ name }: ModelTarget, who: string, difference: number): CallFailure {
  const far = Number.isNaN(difference) ? 'no numbers' : `probabilities that differ by ${difference.toPrecision(2)}`
  return new CallFailure(
    'badModel',
    `The files for ${name} were not handed out: ${who} makes ${far} of them, where ${LIMIT.toExponential()} is let through. Please report this, with the layers.`,
  )
}
