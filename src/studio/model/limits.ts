/** How near a model comes to what a page, and the device under it, can take. */
import { largestBuffer, trainingBytes } from '../../model/graph/memory'
import { MAX_PARAMETERS, type StackAnalysis } from '../../model/graph/shapes'
import { formatBytes, formatCount } from '../../ui/format'

/** A share of a limit from which a person is told. */
const NEAR = 0.8
/** More than many graphics cards have. WebGPU tells of no device how much it has. */
const MUCH_MEMORY = 4e9

/** The side that images are brought down to where memory is short: most published stacks for photographs do well on it. */
const SMALL_SIDE = 128

export interface NearLimit {
  readonly message: string
  /** Whether smaller images take less of it. */
  readonly isOfImages: boolean
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size that large images may be brought down to; undefined for those that are small already. */
export function findSmallerSize({ width, height }: Size): Size | undefined {
  const scale = SMALL_SIDE / Math.max(width, height)
  if (scale >= 1) return undefined
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * What is near its limit. What is over the limit of parameters is the stack's own error.
 *
 * @param device what it says of itself, where it computes by WebGPU.
 */
export function findNearLimits(
  analysis: StackAnalysis,
  batchSize: number,
  device: { readonly largestBuffer?: number } | undefined,
): readonly NearLimit[] {
  const { parameters } = analysis
  const near: NearLimit[] = []
  if (parameters > NEAR * MAX_PARAMETERS && parameters <= MAX_PARAMETERS) {
    near.push({
      message: `The model has ${formatCount(parameters)} parameters, and ${formatCount(MAX_PARAMETERS)} is the most that a page can train.`,
      isOfImages: false,
    })
  }
  const most = device?.largestBuffer
  const buffer = largestBuffer(analysis, batchSize)
  if (most !== undefined && buffer > NEAR * most) {
    const instead = 'a smaller batch size, or fewer filters and units, take less.'
    near.push({
      message:
        buffer > most
          ? `The largest buffer would take ${formatBytes(buffer)}, and ${formatBytes(most)} is the most on this device: ${instead}`
          : `The largest buffer takes ${formatBytes(buffer)}, near the ${formatBytes(most)} that this device allows: ${instead}`,
      isOfImages: true,
    })
  }
  const bytes = trainingBytes(analysis, batchSize)
  if (bytes > MUCH_MEMORY) {
    near.push({
      message: `Training takes about ${formatBytes(bytes)}, and a browser doesn’t tell how much memory the device has: if it is not enough, choose a smaller batch size, or bring the images to a smaller size.`,
      isOfImages: true,
    })
  }
  return near
}
