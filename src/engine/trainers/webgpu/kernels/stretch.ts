/** Where a value of an output lies in an input that is stretched along axes of length 1. */
import type { Shape } from '../../../../model/layers/define'

/** Neighbouring axes that are all stretched, or all not. */
export interface AxisGroup {
  readonly length: number
  readonly stretched: boolean
}

/** @param input with as many axes as the output. */
export function groupAxes(input: Shape, output: Shape): readonly AxisGroup[] {
  const groups: AxisGroup[] = []
  for (const [axis, length] of output.entries()) {
    if (length === 1) continue
    const stretched = input[axis] === 1
    const last = groups.at(-1)
    if (last?.stretched === stretched) groups[groups.length - 1] = { length: last.length * length, stretched }
    else groups.push({ length, stretched })
  }
  return groups
}

/**
 * WGSL for the sum of an index's coordinates, each times a stride of its own.
 *
 * @param at WGSL, u32: an index into axes of these lengths. @param strides one an axis; 0 leaves a coordinate out.
 */
export function weighCoordinates(at: string, lengths: readonly number[], strides: readonly number[]): string {
  const terms: string[] = []
  let below = 1
  for (let axis = lengths.length - 1; axis >= 0; axis--) {
    const length = lengths[axis]!
    const stride = strides[axis]!
    if (stride > 0) {
      const moved = below === 1 ? at : `(${at} / ${below}u)`
      const coordinate = axis === 0 ? moved : `(${moved} % ${length}u)`
      terms.unshift(stride === 1 ? coordinate : `${coordinate} * ${stride}u`)
    }
    below *= length
  }
  return terms.length === 0 ? '0u' : terms.join(' + ')
}

/** The distance between neighbours along each group; `only` says which groups there are, and the others have 0. */
export function stridesOf(groups: readonly AxisGroup[], only: (group: AxisGroup) => boolean): readonly number[] {
  let stride = 1
  const strides = groups.toReversed().map((group) => {
    if (!only(group)) return 0
    const own = stride
    stride *= group.length
    return own
  })
  return strides.toReversed()
}

/** WGSL for the index in the input from `at`, an index in the output. */
export function indexInInput(at: string, input: Shape, output: Shape): string {
  const groups = groupAxes(input, output)
  if (groups.every(({ stretched }) => !stretched)) return at
  const strides = stridesOf(groups, ({ stretched }) => !stretched)
  return weighCoordinates(
    at,
    groups.map(({ length }) => length),
    strides,
  )
}
