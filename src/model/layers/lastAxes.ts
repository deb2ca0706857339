/**
 * Reads Keras's `axis` where it stands for the last axes. Keras 2 and TensorFlow.js write it as numbers that count from the batch axis, so 3
 * is the last axis of images and 1 that of flat values.
 */
import type { KerasConfig } from './define'
import { LayerConfigError } from './kerasConfig'

/** The axis behind the batch's, height and width. */
const CHANNELS = 3

/**
 * How many of the last axes the config means.
 *
 * @param most how many there may be.
 * @param axes how many the input has, without the batch axis. Where that is not known, 1 and 2 are taken for the last axis of inputs without
 *   height and width.
 * @throws LayerConfigError for other axes.
 */
export function readLastAxes(config: KerasConfig, most: number, axes?: number): number {
  const value: unknown = config['axis'] ?? -1
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const [first] = list
  const end = list.at(-1)
  const areNeighbours = list.every((axis, i) => Number.isInteger(axis) && axis === Number(first) + i)
  const isLast = axes === undefined ? end === CHANNELS || (list.length === 1 && (end === 1 || end === 2)) : end === axes
  if (areNeighbours && (end === -1 || isLast) && list.length >= 1 && list.length <= most) return list.length
  const which = most === 1 ? 'the last one' : 'the last ones'
  throw new LayerConfigError(`has ${JSON.stringify(value)} for axis; Strata has ${which} alone`)
}
