/**
 * Sums over the rows of all images of a batch, channel by channel: the gradients of depthwise filters and of a bias. The rows are split into
 * runs, and those of a run are shared out among a workgroup. It adds up in workgroup memory what each invocation has summed, in a fixed
 * order, and writes the run's partial sums.
 */
import { COMMON } from '../../plan/buffers'
import type { Binding, Kernel } from '../kernel'
import { each, entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { valuesAt } from './eachPixel'
import { valueType } from './imageSource'

export interface RowSums {
  readonly batchSize: number
  /** Rows of one image. */
  readonly rows: number
  /** Vectors of channels, and their length. */
  readonly vectors: number
  readonly vector: 1 | 4
  /** Groups of sums that each have invocations of their own. */
  readonly blocks: number
  /** Sums of one block: `sum0`, `sum1` and on. */
  readonly sums: number
  readonly bindings: readonly Binding[]
  /** WGSL statements before the first row. In scope: `block` and `channel` (i32), the channel in vectors. */
  readonly begin: string
  /** WGSL statements for each row, `row` of `image` (i32). */
  readonly add: string
  /** WGSL statements that declare `wanted` and, where it is true, `place`: which vectors of the run sum `which` (i32) of the block makes. */
  readonly put: string
  /** Vectors of a run are places x `vectors`. */
  readonly places: number
  readonly splits: number
  readonly partials: string
}

const GROUP_SIZE = 64
const MOST_LANES = 16

export function sumRows({ batchSize, rows, vectors, vector, blocks, sums, splits, ...spec }: RowSums): Kernel {
  const type = valueType(vector)
  let lanes = MOST_LANES
  while (lanes > 1 && lanes / 2 >= vectors) lanes /= 2
  const parts = GROUP_SIZE / lanes
  const groups = Math.ceil(vectors / lanes)
  const rowsPerSplit = Math.ceil((batchSize * rows) / splits)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      ...spec.bindings,
      valuesAt('partials', spec.partials, vector, 'write'),
    ],
    code: `${STATE_STRUCT}var<workgroup> found: array<${type}, ${sums * GROUP_SIZE}>;
${entryPoint(lanes, parts)}
  let firstChannel = i32(group % ${groups}u) * ${lanes};
  let block = i32((group / ${groups}u) % ${blocks}u);
  let split = i32(group / ${groups * blocks}u);
  let channel = min(firstChannel + i32(local.x), ${vectors - 1});
  ${spec.begin}
${each(sums, (which) => `  var sum${which} = ${type}();`)}
  let end = min((split + 1) * ${rowsPerSplit}, i32(state.count) * ${rows});
  for (var at = split * ${rowsPerSplit} + i32(local.y); at < end; at += ${parts}) {
  let image = at / ${rows};
  let row = at % ${rows};
${spec.add}
  }
  let own = i32(local.y) * ${lanes} + i32(local.x);
${each(sums, (which) => `  found[${which * GROUP_SIZE} + own] = sum${which};`)}
  workgroupBarrier();
  for (var entry = own; entry < ${sums * lanes}; entry += ${GROUP_SIZE}) {
    let which = entry / ${lanes};
    let lane = entry % ${lanes};
    ${spec.put}
    if (!wanted | (firstChannel + lane >= ${vectors})) { continue; }
    var total = ${type}();
    for (var part = 0; part < ${parts}; part++) { total += found[which * ${GROUP_SIZE} + part * ${lanes} + lane]; }
    partials[(split * ${spec.places} + place) * ${vectors} + firstChannel + lane] = total;
  }
}
`,
    workgroups: spreadWorkgroups(groups * blocks * splits),
  }
}
