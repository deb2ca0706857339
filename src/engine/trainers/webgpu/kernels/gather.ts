/** Takes the batch's images out of the dataset, as the first layer sees them: their bytes as numbers. */
import { sizeOf } from '../../../../model/layers/define'
import type { Normalisation } from '../../../../model/training/normalisation'
import { COMMON } from '../../plan/buffers'
import { valuesOf, withBorder, type Border, type ImageSize } from '../../plan/geometry'
import type { GatherBatch } from '../../plan/operations/batch'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'

const GROUP_SIZE = 64

/** A gather that reads images in a way of its own. */
interface Reading {
  readonly bindings: readonly Binding[]
  /** WGSL in front of the entry point. */
  readonly functions: string
  /**
   * WGSL statements that make `value`, from 0 to 255. In scope: `first`, the image's first byte, `inside`, the value's place in the image,
   * and `image`.
   */
  readonly read: string
}

/** One invocation makes one value, or a zero of the border. Rows in other chunks are left to the kernels of those chunks. */
export function gatherBatch(spec: GatherBatch, reading: Reading = AS_IT_IS): Kernel {
  const { batchSize, shape, chunk, normalisation, images, border } = spec
  const { height, width, channels } = shape
  const size = sizeOf([height, width, channels])
  const written = withBorder(shape, border)
  const values = valuesOf(written)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'order', buffer: COMMON.order, type: 'array<u32>', access: 'read' },
      { as: 'pixels', buffer: chunk.buffer, type: 'array<u32>', access: 'read' },
      { as: 'images', buffer: images, type: 'array<f32>', access: 'write' },
      ...reading.bindings,
    ],
    code: `${STATE_STRUCT}
fn byteAt(at: u32) -> f32 { return f32((pixels[at / 4u] >> (8u * (at % 4u))) & 255u); }
${reading.functions}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  let image = at / ${values}u;
  if (image >= state.count) { return; }
  let row = order[state.offset + image] - ${chunk.firstRow}u;
  if (row >= ${chunk.rows}u) { return; }
  let first = row * ${size}u;
  ${border ? placeWithin(shape, written, border) : `let inside = at % ${size}u;`}
  ${reading.read}
  images[at] = ${normalised(normalisation, channels)};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}

/** WGSL that makes `inside` of a value's place in the image with its border, or writes the border's zero and returns. */
function placeWithin({ height, width, channels }: ImageSize, written: ImageSize, { before }: Border): string {
  return `let place = at / ${channels}u;
  let imageRow = (place / ${written.width}u) % ${written.height}u - ${before[0]}u;
  let imageColumn = place % ${written.width}u - ${before[1]}u;
  if ((imageRow >= ${height}u) | (imageColumn >= ${width}u)) {
    images[at] = 0.0;
    return;
  }
  let inside = (imageRow * ${width}u + imageColumn) * ${channels}u + at % ${channels}u;`
}

const AS_IT_IS: Reading = { bindings: [], functions: '', read: 'let value = byteAt(first + inside);' }

/** WGSL for the value as the model sees it. */
function normalised({ mean, deviation }: Normalisation, channels: number): string {
  const byChannel = (values: readonly number[]): string => {
    const [last = '', ...before] = values.map(float).toReversed()
    if (before.every((text) => text === last)) return last
    const channel = (index: number): string => `inside % ${channels}u == ${index}u`
    return before.reduce((rest, text, i) => `select(${rest}, ${text}, ${channel(values.length - 2 - i)})`, last)
  }
  const scale = byChannel(deviation.map((value) => 1 / value))
  return mean.every((value) => value === 0) ? `value * ${scale}` : `(value - ${byChannel(mean)}) * ${scale}`
}
