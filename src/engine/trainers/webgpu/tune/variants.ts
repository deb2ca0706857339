/**
 * The variants of kernels that a device may choose among. Each is a small change of the tuning to the device's class, for one operation. None
 * changes the order of a sum, so all of them give the same bits.
 */
import type { Pair } from '../../../../model/layers/pair'
import type { ImageSize } from '../../plan/geometry'
import type { AnyOperation, AnyOperationKind, Operation } from '../../plan/operation'
import { leastTimes, MIDDLE_DEVICE, type AnyPlan } from '../../plan/roofline'
import { translate } from '../translate'
import type { Tuning } from '../tuning'

/** Of this list: it goes up when a name comes to mean another kernel, and choices that were kept before are void then. */
export const VARIANTS_VERSION = 1

/** The name of the variant that the class of the device asks for. */
export const DEFAULT = 'default'

interface Change {
  readonly name: string
  readonly change: Partial<Tuning>
}

const tile = (...pixels: Pair): Change => ({
  name: `tile ${pixels.join(' x ')}`,
  change: { tiles: { by: 'choice', tile: pixels } },
})

const sums = (most: number): Change => ({
  name: `${most} sums`,
  change: { filterBlocks: { sums: most, fewInvocations: 0, sumsOfFew: most } },
})

const LARGE_GROUPS: Change = { name: 'groups of 128', change: { groupSize: 128 } }

/** Those that come first are tried where there are too many. */
const CONVOLUTION: readonly Change[] = [
  tile(2, 4),
  tile(2, 6),
  tile(4, 4),
  tile(2, 2),
  tile(2, 8),
  { name: 'rows in a loop', change: { unrollsRows: false } },
  { name: 'rows unrolled', change: { unrollsRows: true } },
  LARGE_GROUPS,
  { name: 'by fours', change: { byFours: true } },
]

const FILTER_GRADIENT: readonly Change[] = [
  sums(48),
  sums(96),
  sums(24),
  sums(16),
  { name: 'single windows', change: { pairsWindows: false } },
  { name: 'pairs of windows', change: { pairsWindows: true } },
  LARGE_GROUPS,
]

/** The operations that have variants. What a tile of pixels covers is an image of some size, by whole pooling windows. */
const CHANGES: {
  readonly [Kind in AnyOperationKind]?: {
    readonly list: readonly Change[]
    readonly covers?: (operation: Operation<Kind>) => { readonly size: ImageSize; readonly window?: Pair | undefined }
  }
} = {
  conv2dForward: { list: CONVOLUTION, covers: ({ geometry, pool }) => ({ size: geometry.output, window: pool?.size }) },
  conv2dInputGradient: {
    list: CONVOLUTION,
    covers: ({ geometry, source }) => ({ size: geometry.input, window: source.pooled?.pool }),
  },
  conv2dTransposeForward: { list: CONVOLUTION, covers: ({ geometry }) => ({ size: geometry.input }) },
  conv2dTransposeInputGradient: { list: CONVOLUTION, covers: ({ geometry }) => ({ size: geometry.output }) },
  filterGradient: { list: FILTER_GRADIENT },
  filterGradientBelow: {
    list: CONVOLUTION,
    covers: ({ geometry, source }) => ({ size: geometry.input, window: source.pooled?.pool }),
  },
}

/** An operation's kernels cut in one way. */
export interface Variant {
  readonly name: string
  readonly tuning: Tuning
}

export interface Variants {
  /** The default first. */
  readonly tried: readonly Variant[]
  /** Those of the list that are not tried, and why, as a clause. */
  readonly left: readonly { readonly name: string; readonly why: string }[]
}

/** The limits that variants keep to. */
export type VariantLimits = Pick<GPUSupportedLimits, 'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeY'>

/** The least that WebGPU grants. */
const LEAST_LIMITS: VariantLimits = { maxComputeInvocationsPerWorkgroup: 256, maxComputeWorkgroupSizeY: 256 }

/** Variants of an operation, the default among them. */
const MOST_VARIANTS = 6
/** Pixels beyond the image's edges that may be computed, as a share of those within. */
const MOST_WASTE = 0.2

/** Those of an operation that differ in their text. @param tuning to the device's class. */
export function variantsOf(operation: AnyOperation, tuning: Tuning, limits: VariantLimits = LEAST_LIMITS): Variants {
  const first: Variant = { name: DEFAULT, tuning }
  const tried = [first]
  const left: { name: string; why: string }[] = []
  const texts = new Map([[textOf(operation, tuning), DEFAULT]])
  for (const { name, change } of CHANGES[operation.kind]?.list ?? []) {
    const variant: Variant = { name, tuning: { ...tuning, ...change } }
    const why = whyNot(operation, variant.tuning, limits)
    if (why !== undefined) {
      left.push({ name, why })
      continue
    }
    const text = textOf(operation, variant.tuning)
    const same = texts.get(text)
    texts.set(text, same ?? name)
    if (same !== undefined) left.push({ name, why: `the same as ${same}` })
    else if (tried.length === MOST_VARIANTS) left.push({ name, why: `one more than ${MOST_VARIANTS}` })
    else tried.push(variant)
  }
  return { tried, left }
}

function textOf(operation: AnyOperation, tuning: Tuning): string {
  return JSON.stringify(translate(operation, tuning).map(({ code, workgroups }) => [code, workgroups]))
}

function whyNot(
  operation: AnyOperation,
  { tiles, groupSize }: Tuning,
  { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeY }: VariantLimits,
): string | undefined {
  // A workgroup is one invocation wide at least.
  if (groupSize > Math.min(maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeY))
    return 'beyond the device’s limit'
  const covered = coveredBy(operation)
  if (tiles.by !== 'choice' || !covered) return undefined
  const { size, window = [1, 1] } = covered
  const [rows, columns] = tiles.tile
  if (rows % window[0] !== 0 || columns % window[1] !== 0) return 'not made of whole pooling windows'
  const computed = Math.ceil(size.height / rows) * rows * Math.ceil(size.width / columns) * columns
  const waste = computed / (size.height * size.width) - 1
  return waste > MOST_WASTE ? `${Math.round(100 * waste)} % in vain` : undefined
}

function coveredBy<Kind extends AnyOperationKind>(operation: Operation<Kind>) {
  const changes: (typeof CHANGES)[Kind] = CHANGES[operation.kind]
  return changes?.covers?.(operation)
}

/** An operation that takes enough of a step to be worth a trial. */
export interface TriedPlace {
  /** Among the operations of a step. */
  readonly index: number
  readonly operation: AnyOperation
  /** Of the least time that the plan can take. */
  readonly share: number
  readonly variants: Variants
}

/** An operation with a smaller share of the plan's least time is not tried. */
const LEAST_SHARE = 0.05

/** The operations of a plan that have something to choose, of those with that share of its least time. */
export function triedPlaces(
  plan: AnyPlan,
  tuning: Tuning,
  limits: VariantLimits = LEAST_LIMITS,
  leastShare = LEAST_SHARE,
): readonly TriedPlace[] {
  const times = leastTimes(plan, MIDDLE_DEVICE)
  const total = times.reduce((sum, time) => sum + time, 0)
  return [...plan.forward, ...plan.backward]
    .map((operation, index) => ({ index, operation, share: times[index]! / total }))
    .filter(({ operation, share }) => share >= leastShare && CHANGES[operation.kind])
    .map((place) => ({ ...place, variants: variantsOf(place.operation, tuning, limits) }))
    .filter(({ variants }) => variants.tried.length > 1)
}
