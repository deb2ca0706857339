/** What an anatomy says, in words: by rules of thumb, each of which says where it comes from. */
import type { Anatomy, LayerAnatomy, WeightAnatomy } from './anatomy'
import type { Spread } from './spread'

/** Around the 0.001 of `updateRatio`, a factor of ten to either side: what is within is no cause for worry. */
export const WELL: readonly [from: number, to: number] = [1e-4, 1e-2]

export type Pace = 'slow' | 'well' | 'fast'

export function paceOf(ratio: number): Pace {
  if (ratio < WELL[0]) return 'slow'
  return ratio > WELL[1] ? 'fast' : 'well'
}

/** Whether the rule of thumb is of such a weight: of kernels. Biases and scales begin at one number, from which any step is far. */
export function isJudged({ axes, ratio }: Pick<WeightAnatomy, 'axes' | 'ratio'>): boolean {
  return axes > 1 && ratio !== undefined
}

/** `The kernel of conv2d moved by 0.3 % of its size in the last step: as it should.` */
export function sayPace({ key, ratio = null }: Pick<WeightAnatomy, 'key' | 'ratio'>): string {
  const of = sayKey(key)
  if (ratio === null) return `${of} had no spread before the last step, so there is nothing to compare its change with.`
  const moved = `${of} moved by ${sayShare(ratio)} of its size in the last step`
  switch (paceOf(ratio)) {
    case 'well':
      return `${moved}: as it should.`
    case 'fast':
      return `${moved}: too fast. Try a smaller learning rate.`
    case 'slow':
      return `${moved}: it hardly moves. The learning rate may be too small, its gradients are, or it has learnt what there is.`
  }
}

function sayKey(key: string): string {
  const [layer = '', name = ''] = key.split('/')
  return `The ${name.replaceAll('_', ' ')} of ${layer}`
}

/** In percent, to two digits. */
export function sayShare(share: number): string {
  if (share === 0) return '0 %'
  const percent = 100 * share
  return `${percent < 1e-3 || percent >= 1e5 ? percent.toExponential(1) : Number(percent.toPrecision(2))} %`
}

/** `3 of 16 units gave 0 for all 64 images, at all places: dead, as far as 64 images can tell.` */
export function saySilence({ name, silence }: Pick<LayerAnatomy, 'name' | 'silence'>, images: number): string {
  if (!silence) return `${name}: its activation leaves no unit silent.`
  const { how, units, silent } = silence
  const all = `all ${images} images`
  const some = `${silent.length} of ${units} ${units === 1 ? 'unit' : 'units'}`
  if (how === 'dead') {
    if (silent.length === 0)
      return `${name}: each of ${units} ${units === 1 ? 'unit' : 'units'} gave more than 0 somewhere, in one of ${images} images at least.`
    return `${name}: ${some} gave 0 for ${all}, at all places: dead, as far as ${images} images can tell.`
  }
  if (silent.length === 0)
    return `${name}: none of ${units} ${units === 1 ? 'unit' : 'units'} stayed at an end of its range for ${all}.`
  return `${name}: ${some} stayed at an end of the range for ${all}, at all places: saturated, as far as ${images} images can tell.`
}

/** A gradient that is so much smaller than that of the last kernel has vanished. */
const VANISHED = 1e-6

export interface GradientTrouble {
  readonly kind: 'lost' | 'vanished'
  readonly message: string
}

/** What is wrong with the gradients; undefined where nothing is. */
export function findGradientTrouble({
  weights,
  batch,
}: Pick<Anatomy, 'weights' | 'batch'>): GradientTrouble | undefined {
  const lost = weights.find(({ gradients }) => gradients !== undefined && gradients.lost > 0)
  if (lost) {
    const message = `Gradients of ${lost.key} are infinite or no numbers on ${batch} train images: they explode.`
    return { kind: 'lost', message }
  }
  const kernels = weights.filter(({ axes, gradients }) => axes > 1 && gradients !== undefined)
  const [last, ...before] = kernels.toReversed()
  if (!last || before.length === 0) return undefined
  const ofLast = sizeOf(last.gradients!)
  const least = before.toReversed().find(({ gradients }) => sizeOf(gradients!) < VANISHED * ofLast)
  if (!least || ofLast === 0) return undefined
  const size = sizeOf(least.gradients!)
  const message =
    size === 0
      ? `The gradients of ${least.key} are all 0: it learns nothing from ${batch} train images.`
      : `The gradients of ${least.key} are ${(size / ofLast).toExponential(0)} times as large as those of ${last.key}: they vanish on their way. Batch normalization, ReLU or shortcuts help.`
  return { kind: 'vanished', message }
}

/** Root of the mean square. */
function sizeOf({ figures }: Spread): number {
  return figures ? Math.hypot(figures.mean, figures.deviation) : 0
}

/** The first layer of which no unit says anything; undefined where there is none. */
export function findSilentLayer({ layers }: Pick<Anatomy, 'layers'>): LayerAnatomy | undefined {
  return layers.find(({ silence }) => silence !== undefined && silence.silent.length === silence.units)
}
