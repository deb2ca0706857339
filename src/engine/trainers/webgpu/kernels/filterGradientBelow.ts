/**
 * The gradient of the first convolution's filters, from the convolution behind it. A workgroup walks its split of the pooled rows, a few at a
 * time: it makes their gradient as the input gradient of the convolution behind does, tile by tile, keeps it in workgroup memory, and adds the
 * sparse sums of it. The sums wait in workgroup memory too, so that the tiles have all registers.
 */
import type { Pair } from '../../../../model/layers/pair'
import { COMMON } from '../../plan/buffers'
import { turnedRound } from '../../plan/geometry'
import { valuesHeld, type FilterGradientBelow } from '../../plan/operations/filterGradientBelow'
import {
  patchOf,
  rowsOfSplit,
  sumsOfFilter,
  WORKGROUP_VALUES,
  type Patch,
} from '../../plan/operations/pooledFilterGradient'
import type { Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { each, entryPoint, spreadWorkgroups, STATE_STRUCT, when, type Lanes } from '../wgsl'
import { chooseTile, dealOutput, sumTile, tileBindings, type TileSums } from './convolve'
import { keptDerivative, valuesAt } from './eachPixel'
import { valueType } from './imageSource'
import { addPooled, codeAt, dealTaps, declareSums, eachSum, readPatchOf, type TapUnits } from './sparseSums'

export function filterGradientBelow(spec: FilterGradientBelow, tuning: Tuning): Kernel {
  const { source, kernel, below } = spec
  const { pooled, splits } = below
  const { deal, tile, rows, tilesAcross, inGroup, taps, patch, channels } = cut(spec, tuning)
  const geometry = turnedRound(spec.geometry)
  const { height, width } = geometry.output
  const { unit } = deal
  const own = deal.lanes * deal.each
  const invocations = deal.lanes * inGroup
  const rowsPerSplit = rowsOfSplit(below)
  const all = geometry.output.channels
  const entries = sumsOfFilter(below)
  const derivative = keptDerivative(spec.kept, unit)
  // Whether a tile may have rows behind the last of those that are held.
  const isUneven = height % tile[0] !== 0 || rowsPerSplit % tile[0] !== 0
  const staysInside = !isUneven && width % tile[1] === 0
  const weights = { buffer: kernel, offset: 0 }
  const sums: TileSums = {
    geometry,
    source,
    deal,
    tuning,
    kernel: weights,
    tile,
    staysInside,
    batchSize: spec.batchSize,
  }

  const keep = each(tile[0], (tileRow) =>
    each(tile[1], (tileColumn) =>
      each(deal.each, (k) =>
        when(
          [
            isUneven && `tileRow + ${tileRow}u < row + rows`,
            width % tile[1] !== 0 && `tileColumn + ${tileColumn}u < ${width}u`,
            deal.ragged && `channel${k} < ${deal.units}u`,
          ],
          `let at = ((image * ${height}u + tileRow + ${tileRow}u) * ${width}u + tileColumn + ${tileColumn}u) * ${deal.units}u + channel${k};
let place = ((tileRow - row + ${tileRow}u) * ${width}u + tileColumn + ${tileColumn}u) * ${own}u + local.x + ${k * deal.lanes}u;
gradients[place] = sum${tileRow}_${tileColumn}_${k}${derivative.factor};
places[place] = ${unit === 4 ? packedAt(pooled.packed) : codeAt(pooled, 'at')};`,
        ),
      ),
    ),
  )
  const tilesDown = rows / tile[0]
  const tilesOf = `(rows + ${tile[0] - 1}u) / ${tile[0]}u * ${tilesAcross}u`
  const makeTile = `  let tileRow = row + tile / ${tilesAcross}u * ${tile[0]}u;
  let tileColumn = tile % ${tilesAcross}u * ${tile[1]}u;
${sumTile(sums)}
${keep}`

  const value =
    unit === 4
      ? `let at = (patchRow * ${width}u + column) * ${own}u + ownFilter / 4u;
  let value = gradients[at][ownFilter % 4u];
  let code = (places[at] >> (8u * (ownFilter % 4u))) & 255u;`
      : `let at = (patchRow * ${width}u + column) * ${own}u + ownFilter;
  let value = gradients[at];
  let code = places[at];`
  const code = `${STATE_STRUCT}${derivative.functions}
var<workgroup> seenInput: array<f32, ${patch.values}>;
var<workgroup> gradients: array<${valueType(unit)}, ${rows * width * own}>;
var<workgroup> places: array<u32, ${rows * width * own}>;
var<workgroup> sums: array<f32, ${entries * channels}>;
${entryPoint(deal.lanes, inGroup)}
  let thread = local.y * ${deal.lanes}u + local.x;
  let split = group / ${deal.groups}u;
  let end = min((split + 1u) * ${rowsPerSplit}u, state.count * ${height}u);
  for (var start = split * ${rowsPerSplit}u; start < end;) {
  let image = start / ${height}u;
  let row = start % ${height}u;
  let rows = min(min(${rows}u, ${height}u - row), end - start);
${readPatchOf(below, patch, invocations)}
  ${repeated('tile', 'local.y', tilesOf, inGroup, tilesDown * tilesAcross <= inGroup)} {
${makeTile}
  }
  workgroupBarrier();
  ${repeated('unit', 'thread', `${channels * taps.units}u`, invocations, channels * taps.units <= invocations)} {
  let ownFilter = unit % ${channels}u;
  let taps = unit / ${channels}u;
${declareSums(below, taps)}
${eachSum(below, taps, (entry, sum) => `${sum} = sums[${entry} * ${channels}u + ownFilter];`)}
  for (var patchRow = 0u; patchRow < rows; patchRow++) {
  for (var column = 0u; column < ${width}u; column++) {
  ${value}
${addPooled(below, taps, patch)}
  }
  }
${eachSum(below, taps, (entry, sum) => `sums[${entry} * ${channels}u + ownFilter] = ${sum};`)}
  }
  workgroupBarrier();
  start += rows;
  }
  for (var i = thread; i < ${channels * entries}u; i += ${invocations}u) {
    let channel = ${deal.groups === 1 ? '' : `(group % ${deal.groups}u) * ${channels}u + `}i % ${channels}u;
    ${when([all % channels !== 0 && `channel < ${all}u`], `partials[split * ${entries * all}u + i / ${channels}u * ${all}u + channel] = sums[i];`)}
  }
}
`
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      ...tileBindings(sums),
      ...derivative.bindings,
      valuesAt('input', below.input, 1, 'read'),
      {
        as: 'codes',
        buffer: pooled.codes,
        type: `array<${unit === 4 && !pooled.packed ? 'vec4u' : 'u32'}>`,
        access: 'read',
      },
      valuesAt('partials', below.partials, 1, 'write'),
    ],
    code,
    workgroups: spreadWorkgroups(deal.groups * splits),
  }
}

/** WGSL that opens statements for `name` (u32) from `first` up to `end`, so many apart: no loop where they run once at most. */
function repeated(name: string, first: string, end: string, apart: number, once: boolean): string {
  return once
    ? `let ${name} = ${first};\n  if (${name} < ${end})`
    : `for (var ${name} = ${first}; ${name} < ${end}; ${name} += ${apart}u)`
}

/** WGSL for the codes of four channels in one u32. */
function packedAt(packed = false): string {
  return packed ? 'codes[at]' : 'codes[at].x | (codes[at].y << 8u) | (codes[at].z << 16u) | (codes[at].w << 24u)'
}

/** How the work of a split is cut. */
interface Cut {
  readonly deal: Lanes
  readonly tile: Pair
  /** Pooled rows that a workgroup holds at a time. */
  readonly rows: number
  readonly tilesAcross: number
  /** Tiles that are made side by side. */
  readonly inGroup: number
  readonly taps: TapUnits
  readonly patch: Patch
  /** Of a workgroup. */
  readonly channels: number
}

/** Of a row of tiles that takes more than a group. */
const MOST_INVOCATIONS = 128
/** A few for each core of a large device. With fewer, a workgroup takes fewer channels. */
const FEW_GROUPS = 256
const FEWEST_LANES = 4

/** The most channels that leave enough workgroups, of those whose gradients fit into a workgroup's memory. */
function cut(spec: FilterGradientBelow, tuning: Tuning): Cut {
  let deal = dealBelow(spec, tuning)
  for (;;) {
    const narrower = halved(deal)
    const few = deal.groups * spec.below.splits < FEW_GROUPS && deal.lanes > FEWEST_LANES
    const found = few && narrower ? undefined : cutTo(spec, deal, tuning)
    if (found) return found
    if (!narrower) throw new Error('The gradients of one row are more than a workgroup holds')
    deal = narrower
  }
}

function dealBelow({ geometry }: FilterGradientBelow, tuning: Tuning): Lanes {
  return dealOutput({ input: geometry.output, output: geometry.input }, tuning)
}

function halved(deal: Lanes): Lanes | undefined {
  if (deal.lanes === 1) return undefined
  const lanes = Math.ceil(deal.lanes / 2)
  const groups = Math.ceil(deal.units / (lanes * deal.each))
  return { ...deal, lanes, groups, ragged: deal.units % (lanes * deal.each) !== 0 }
}

/** @returns undefined where it takes more memory than a workgroup has. */
function cutTo(spec: FilterGradientBelow, deal: Lanes, tuning: Tuning): Cut | undefined {
  const { source, batchSize, below } = spec
  const geometry = turnedRound(spec.geometry)
  const { height, width } = geometry.output
  const channels = deal.lanes * deal.each * deal.unit
  const window = source.pooled?.pool ?? [1, 1]
  const mostRows = Math.max(window[0], Math.min(Math.ceil(height / window[0]) * window[0], rowsOfSplit(below)))
  const fits = (rows: number): boolean => valuesHeld(below, { ...deal, rows, width }) <= WORKGROUP_VALUES
  const tile = chooseTile({
    geometry,
    deal,
    batchSize,
    tuning,
    window,
    fits: ([rows]) => rows <= mostRows && fits(rows),
  })
  if (!fits(tile[0])) return undefined
  const tilesAcross = Math.ceil(width / tile[1])
  const abreast = Math.floor(tuning.groupSize / deal.lanes)
  let tilesDown = Math.max(1, Math.min(Math.floor(abreast / tilesAcross), Math.floor(mostRows / tile[0])))
  while (tilesDown > 1 && !fits(tilesDown * tile[0])) tilesDown--
  const rows = tilesDown * tile[0]
  // Some more invocations than usual, where that is all that a row of tiles takes. Where it takes fewer, the others help with the sums.
  const inGroup = Math.max(abreast, Math.min(tilesDown * tilesAcross, Math.floor(MOST_INVOCATIONS / deal.lanes)))
  const taps = dealTaps(below, channels, deal.lanes * inGroup)
  return taps && { deal, tile, rows, tilesAcross, inGroup, taps, patch: patchOf(below, rows), channels }
}
