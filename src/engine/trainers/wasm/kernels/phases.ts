/**
 * A convolution run backwards, as convolutions of stride 1. The places of the input are dealt into phases by their rows and columns modulo the
 * strides. Each phase is met by some of the taps alone, and for its places, one after another, these meet places of the output that also
 * follow one another.
 */
import type { Geometry } from '../../plan/geometry'
import type { Frame } from './window'

/** Phases along one axis that are alike: each begins one place of the input and one tap behind the one before. */
export interface Phases {
  /** The first place of the first of them, and how many there are. */
  readonly first: number
  readonly count: number
  /** Places of each. */
  readonly places: number
  /** How many taps meet a phase, the first of them for the first phase, and how many taps are from one to the next. */
  readonly taps: number
  readonly firstTap: number
  readonly tapStep: number
  /** Which place of the output the last tap meets for a phase's first place. It may lie outside of the output. */
  readonly source: number
  /** Places of the output from where a tap meets it to where the tap before does. */
  readonly dilation: number
}

export interface Backwards {
  readonly down: readonly Phases[]
  readonly across: readonly Phases[]
  /** What of the output the taps meet. */
  readonly frame: Frame
}

export function backwards(geometry: Geometry): Backwards {
  const [down, across] = [phasesAlong(geometry, 0), phasesAlong(geometry, 1)]
  const [rows, columns] = [met(down), met(across)]
  return { down, across, frame: { top: rows.first, left: columns.first, height: rows.length, width: columns.length } }
}

function phasesAlong({ input, kernel, strides, dilation, before }: Geometry, axis: 0 | 1): readonly Phases[] {
  const length = axis === 0 ? input.height : input.width
  const [stride, apart] = [strides[axis], dilation[axis]]
  const common = greatestCommonDivisor(stride, apart)
  const all: Phases[] = []
  for (let first = 0; first < Math.min(stride, length); first++) {
    const met = Array.from({ length: kernel[axis] }, (_, tap) => tap).filter(
      (tap) => (first + before[axis] - tap * apart) % stride === 0,
    )
    const phase = {
      first,
      count: 1,
      places: Math.ceil((length - first) / stride),
      taps: met.length,
      firstTap: met[0] ?? 0,
      tapStep: stride / common,
      source: met.length > 0 ? (first + before[axis] - met.at(-1)! * apart) / stride : 0,
      dilation: apart / common,
    }
    const last = all.at(-1)
    if (last && isNext(last, phase)) all[all.length - 1] = { ...last, count: last.count + 1 }
    else all.push(phase)
  }
  return all
}

function isNext(last: Phases, phase: Phases): boolean {
  const isAlike = phase.places === last.places && phase.taps === last.taps && phase.source === last.source
  return isAlike && (phase.taps === 0 || phase.firstTap === last.firstTap + last.count)
}

/** The places of the output that are met along an axis. */
function met(phases: readonly Phases[]): { readonly first: number; readonly length: number } {
  const some = phases.filter(({ taps }) => taps > 0)
  if (some.length === 0) return { first: 0, length: 1 }
  const first = Math.min(...some.map(({ source }) => source))
  const end = Math.max(...some.map(({ source, places, taps, dilation }) => source + places + (taps - 1) * dilation))
  return { first, length: end - first }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
