/** How near a model comes to what a page, and the device under it, can take. */
import type { ImageShape } from '../../model/layers/define'
import { fittingBatchSize, largestBuffer, trainingBytes, type Demand } from '../../model/graph/memory'
import { MAX_PARAMETERS, type StackAnalysis } from '../../model/graph/shapes'
import { formatBytes, formatCount } from '../../ui/format'

/** A share of a limit from which a person is told. */
const NEAR = 0.8
/** More than many graphics cards have. WebGPU tells of no device how much it has. */
const MUCH_MEMORY = 4e9

/** Pictures as they come from a camera take hundreds of times the memory of those of this side. */
const SMALL_SIDE = 128

type ImageSize = Pick<ImageShape, 'width' | 'height'>

export interface NearLimit {
  readonly message: string
  /** Training can't go on like this. */
  readonly isBeyond: boolean
  /** A batch size that is well within the limits. */
  readonly batchSize?: number
  /** A smaller size that the images could have, of the same shape. */
  readonly size?: ImageSize
}

export interface LimitFacts extends Demand {
  readonly analysis: StackAnalysis
  /** What the device says of itself, where it computes by WebGPU. */
  readonly device: { readonly largestBuffer?: number } | undefined
  /** The size of the images, where their files can be read again in another. */
  readonly image?: ImageSize | undefined
}

/** What is near its limit, or beyond it. What is over the limit of parameters is the stack's own error. */
export function findNearLimits({ analysis, device, image, ...demand }: LimitFacts): readonly NearLimit[] {
  const { parameters } = analysis
  const found: NearLimit[] = []
  if (parameters > NEAR * MAX_PARAMETERS && parameters <= MAX_PARAMETERS) {
    found.push({
      message: `The model has ${formatCount(parameters)} parameters, and ${formatCount(MAX_PARAMETERS)} is the most that a page can train.`,
      isBeyond: false,
    })
  }
  const most = device?.largestBuffer
  const buffer = largestBuffer(analysis, demand)
  const bytes = trainingBytes(analysis, demand)
  const limits = { total: MUCH_MEMORY, ...(most !== undefined && { buffer: NEAR * most }) }
  const fitting = fittingBatchSize(analysis, demand, limits)
  const size = image && smaller(image)
  const fixes = { ...(fitting !== undefined && { batchSize: fitting }), ...(size && { size }) }
  const smallerImages = size ? ', smaller images,' : ','
  if (most !== undefined && buffer > NEAR * most) {
    const instead = `a smaller batch size${smallerImages} or fewer filters and units, take less.`
    const isBeyond = buffer > most
    found.push({
      message: isBeyond
        ? `The largest buffer would take ${formatBytes(buffer)}, and ${formatBytes(most)} is the most on this device: ${instead}`
        : `The largest buffer takes ${formatBytes(buffer)}, near the ${formatBytes(most)} that this device allows: ${instead}`,
      isBeyond,
      ...fixes,
    })
  }
  if (bytes > MUCH_MEMORY) {
    const instead = size ? 'a smaller batch size or smaller images' : 'a smaller batch size'
    found.push({
      message: `Training takes about ${formatBytes(bytes)}, and a browser doesn’t tell how much memory the device has: if it is not enough, choose ${instead}.`,
      isBeyond: false,
      // One press is enough for both.
      ...(found.some((limit) => limit.isBeyond) ? {} : fixes),
    })
  }
  return found
}

function smaller({ width, height }: ImageSize): ImageSize | undefined {
  const scale = SMALL_SIDE / Math.max(width, height)
  if (scale >= 1) return undefined
  const [small, low] = [width, height].map((side) => Math.max(1, Math.round(side * scale)))
  return { width: small!, height: low! }
}
