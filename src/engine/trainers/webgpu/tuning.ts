/**
 * How kernels are cut to a class of devices. It decides what one invocation holds in registers, and never in which order anything is added:
 * that follows from the plan alone, so all tunings give the same bits.
 */
import type { Pair } from '../../../model/layers/pair'
import { isSoftware } from '../../backend'
import { FUSIONS } from '../plan/fuse'
import { filterGradientsBelow } from '../plan/fusions/filterGradientsBelow'
import type { Fusion } from '../plan/plan'

/** How a convolution's output is cut into tiles. */
type Tiles =
  /** The cheapest tile by what one takes on the software adapter, whose registers are a processor's cache. */
  | { readonly by: 'measure'; readonly pixels: number; readonly sums: number }
  /**
   * The tile that loads least for each product, of those whose operands and sums fit into so many registers. Where that leaves few
   * workgroups, tiles are small: a large device without work loses more than they do.
   */
  | { readonly by: 'registers'; readonly registers: number; readonly fewGroups: number }
  /** This one, which is made of whole pooling windows: what is tried on a device. */
  | { readonly by: 'choice'; readonly tile: Pair }

export interface Tuning {
  /** What makes fewer operations of a plan's. */
  readonly fusions: readonly Fusion[]
  readonly tiles: Tiles
  /** Invocations of a convolution's or filter gradient's workgroup, at most. */
  readonly groupSize: number
  /**
   * Whether a convolution's invocation takes channels that lie side by side, by fours, or single ones with those of others between. By fours,
   * it packs the codes of its pool.
   */
  readonly byFours: boolean
  /** Sums that an invocation of a filter gradient holds at most, and where so few invocations would be left that many would idle. */
  readonly filterBlocks: { readonly sums: number; readonly fewInvocations: number; readonly sumsOfFew: number }
  /** Whether a workgroup shares the many partial sums of a weight, which takes barriers, or one invocation adds them in the same order. */
  readonly sharesSums: boolean
  /** Whether neighbouring pooling windows of a row are worked on together. */
  readonly pairsWindows: boolean
  /**
   * Whether filter gradients behind a pool are summed in the sparse form where the input has few channels. It reads a place of each
   * invocation's own.
   */
  readonly sumsSparsely: boolean
  /** Whether the rows of a kernel over a pooled source are unrolled, which makes the text long. */
  readonly unrollsRows: boolean
  /** Whether a patch of a convolution's input is kept in its buffer as a whole. The software adapter is faster with a clamp for each read. */
  readonly boundsPatches: boolean
}

/** A few for each core of a large device. */
const FEW_GROUPS = 512
/** Two or more subgroups on every device, and no more than any device allows. */
const GROUP_SIZE = 64
const FILTER_BLOCKS = { sums: 48, sumsOfFew: 16 }

/** The classes of devices. A device of none of them is taken for one of few registers. */
export const TUNINGS = {
  /** Adapters that compute on the processor, as measured. */
  software: {
    // A processor reads no faster from a workgroup's memory than from any, and would wait at each barrier.
    fusions: FUSIONS.filter((fusion) => fusion !== filterGradientsBelow),
    tiles: { by: 'measure', pixels: 16, sums: 64 },
    groupSize: GROUP_SIZE,
    byFours: false,
    filterBlocks: { sums: 100, fewInvocations: 0, sumsOfFew: 100 },
    sharesSums: false,
    pairsWindows: true,
    sumsSparsely: false,
    unrollsRows: true,
    boundsPatches: false,
  },
  /** Intel and Apple: 128 registers. */
  few: {
    fusions: FUSIONS,
    tiles: { by: 'registers', registers: 96, fewGroups: FEW_GROUPS },
    groupSize: GROUP_SIZE,
    byFours: true,
    filterBlocks: { ...FILTER_BLOCKS, fewInvocations: 4096 },
    sharesSums: true,
    pairsWindows: false,
    sumsSparsely: true,
    unrollsRows: false,
    boundsPatches: true,
  },
  /** NVIDIA and AMD: up to 255 registers, of which half leave enough invocations in flight. */
  many: {
    fusions: FUSIONS,
    tiles: { by: 'registers', registers: 128, fewGroups: FEW_GROUPS },
    groupSize: GROUP_SIZE,
    byFours: true,
    filterBlocks: { ...FILTER_BLOCKS, fewInvocations: 16_384 },
    sharesSums: true,
    pairsWindows: false,
    sumsSparsely: true,
    unrollsRows: false,
    boundsPatches: true,
  },
} as const satisfies Readonly<Record<string, Tuning>>

/** @param info absent where the browser does not tell. */
export function tuningOf(info: GPUAdapterInfo | undefined): Tuning {
  if (!info) return TUNINGS.few
  const { vendor, architecture, description } = info
  if (info.isFallbackAdapter || isSoftware(`${vendor} ${architecture} ${description}`)) return TUNINGS.software
  return /nvidia|\bamd\b/i.test(vendor) ? TUNINGS.many : TUNINGS.few
}
