/** From what a layer makes of images to a map of them: principal components, then UMAP (McInnes, Healy and Melville, 2018). */
import { UMAP } from 'umap-js'
import { createBreather } from '../../../common/breathe'
import { countAlike, findNeighbours, type Neighbours } from '../../../model/map/neighbours'
import { findTrustworthiness } from '../../../model/map/trustworthiness'
import { createRandom } from '../../../model/random'
import { CallFailure } from '../../failures'
import type { MapProgress } from '../../protocol/map'
import type { ImageMap } from '../../../model/map/imageMap'
import { findPrincipalComponents } from './principalComponents'

/** What a map is made of. */
export interface MapSource {
  /** images x `width`. */
  readonly values: Float32Array<ArrayBuffer>
  readonly width: number
  /** For each image, the index of its class. It does not move the points. */
  readonly labels: Uint16Array<ArrayBuffer>
  readonly seed: number
}

export type Layout = Pick<ImageMap, 'points' | 'alike' | 'neighbours' | 'explained' | 'trustworthiness' | 'trustOf'>

export type TellProgress = (progress: Omit<MapProgress, 'type'>) => void

const COMPONENTS = 50
/** UMAP's own choices; a point counts among its neighbours. */
const LAYOUT = { nNeighbors: 15, minDist: 0.1, spread: 1 }
/** Half the width of the first layout, as in UMAP's own Python. */
const EXTENT = 10
const NEIGHBOURS = 10
const TRUST_OF = 5
const SKETCH_MILLISECONDS = 100

/**
 * @param tell hears how far it is, about ten times a second.
 * @throws CallFailure with code `badInput` where all images are alike; the signal's reason.
 */
export async function layOut(
  { values, width, labels, seed }: MapSource,
  signal: AbortSignal,
  tell: TellProgress,
): Promise<Layout> {
  const count = labels.length
  let told = -Infinity
  const breathe = createBreather(signal)
  const follow = async <Result>(
    stage: MapProgress['stage'],
    work: Generator<number, Result, void>,
    shareOf: (done: number) => number,
  ): Promise<Result> => {
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) return step.value
      if (performance.now() - told > SKETCH_MILLISECONDS) {
        told = performance.now()
        tell({ stage, share: shareOf(step.value) })
      }
      await breathe()
    }
  }
  if (!values.every(Number.isFinite))
    throw new CallFailure(
      'badInput',
      'Some of what the layer gives of these images are no numbers: there is no map of it.',
    )
  const ofImages = (done: number): number => (done + 1) / count

  const { kept, scores, explained } = await follow(
    'components',
    findPrincipalComponents(values, width, COMPONENTS),
    (share) => share,
  )
  if (kept === 0)
    throw new CallFailure('badInput', 'The layer gives the same of all these images: there is no map of it.')
  const near = await follow(
    'neighbours',
    findNeighbours(scores, kept, Math.min(LAYOUT.nNeighbors, count - 1) - 1),
    ofImages,
  )
  const { embedding, epochs, step } = startUmap(scores, kept, near, seed)
  const pointsNow = (): Float32Array<ArrayBuffer> => Float32Array.from(embedding.flat())
  for (let epoch = 0; epoch < epochs; epoch++) {
    step()
    if (performance.now() - told > SKETCH_MILLISECONDS) {
      told = performance.now()
      tell({ stage: 'layout', share: (epoch + 1) / epochs, sketch: { points: pointsNow(), labels } })
    }
    await breathe()
  }
  const points = pointsNow()
  if (!points.every(Number.isFinite)) throw new Error('UMAP gave places that are no numbers')
  const neighbours = Math.min(NEIGHBOURS, count - 1)
  const onMap = await follow('measuring', findNeighbours(points, 2, neighbours), (done) => ofImages(done) / 2)
  const trust = findTrustworthiness(scores, kept, onMap, TRUST_OF)
  const trustworthiness = await follow('measuring', trust, (done) => 0.5 + ofImages(done) / 2)
  return { points, alike: countAlike(onMap, labels), neighbours, explained, trustworthiness, trustOf: TRUST_OF }
}

/**
 * UMAP, begun at the first two principal components: from places drawn by chance, groups that are alike end up far apart as often as not
 * (Kobak and Linderman, Nature Biotechnology 39, 2021).
 */
function startUmap(scores: Float64Array, kept: number, near: Neighbours, seed: number) {
  const count = scores.length / kept
  const random = createRandom(seed)
  const umap = new UMAP({ ...LAYOUT, nNeighbors: near.each + 1, random: () => random.next() })
  const ofPoint = <Value>(own: Value, i: number, values: ArrayLike<Value>): Value[] => [
    own,
    ...Array.from({ length: near.each }, (_, at) => values[i * near.each + at]!),
  ]
  const all = Array.from({ length: count }, (_, i) => i)
  umap.setPrecomputedKNN(
    all.map((i) => ofPoint(i, i, near.indices)),
    all.map((i) => ofPoint(0, i, near.distances)),
  )
  // Of the points themselves it wants their number alone: it is told who is near whom.
  const epochs = umap.initializeFit(all.map(() => []))
  // What it moves from now on is this very array.
  const embedding = umap.getEmbedding()
  const across = (i: number, component: number): number => (component < kept ? scores[i * kept + component]! : 0)
  const widest = all.reduce((most, i) => Math.max(most, Math.abs(across(i, 0)), Math.abs(across(i, 1))), 0)
  for (const i of all) {
    // Images that are wholly alike begin a little apart.
    for (const axis of [0, 1]) embedding[i]![axis] = (across(i, axis) / widest) * EXTENT + random.normal() * 1e-4
  }
  return { embedding, epochs, step: () => umap.step() }
}
