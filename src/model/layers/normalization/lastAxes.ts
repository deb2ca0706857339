/**
 * Reads Keras's `axis` where it stands for the last axes. Keras 2 and TensorFlow.js write it as numbers that count from the batch axis, and
 * do not write how many axes there are: 3 is the last axis of images, 1 that of flat values.
 */
import type { KerasConfig } from '../define'
import { LayerConfigError } from '../kerasConfig'

/** The axis behind the batch's, height and width. */
const CHANNELS = 3

/**
 * How many of the last axes the config means.
 *
 * @param most how many there may be.
 * @throws LayerConfigError for other axes.
 */
export function readLastAxes(config: KerasConfig, most: number): number {
  const value: unknown = config['axis'] ?? -1
  const axes: readonly unknown[] = Array.isArray(value) ? value : [value]
  const [first] = axes
  const end = axes.at(-1)
  const areNeighbours = axes.every((axis, i) => Number.isInteger(axis) && axis === Number(first) + i)
  const areLast = end === -1 || end === CHANNELS || (axes.length === 1 && (end === 1 || end === 2))
  if (areNeighbours && areLast && axes.length >= 1 && axes.length <= most) return axes.length
  const which = most === 1 ? 'the last one' : 'the last ones'
  throw new LayerConfigError(`has ${JSON.stringify(value)} for axis; Strata normalises along ${which} alone`)
}
