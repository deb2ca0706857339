/** Small pieces that the kernels' texts are made of. */
import { FIELDS, OUTCOMES_OFFSET, RING_OFFSET, STATE_BYTES } from '../plan/state'

const STATE_FIELDS = FIELDS.map(([name, type]) => `${name}: ${type}`).join(', ')

/** The type of the state's buffer. */
export const STATE_STRUCT = `struct State { ${STATE_FIELDS} }\n`

/** The same where the metrics of a fused plan lie behind the state. */
export function stateWithMetrics(batchSize: number): string {
  const spare = (RING_OFFSET - STATE_BYTES) / 4
  const steps = (OUTCOMES_OFFSET - RING_OFFSET) / 8
  return `struct State { ${STATE_FIELDS}, spare: array<u32, ${spare}>, ring: array<vec2f, ${steps}>, outcomes: array<vec2f, ${batchSize}> }\n`
}

/** WGSL for a number as an f32 literal. */
export function float(value: number): string {
  const text = String(Math.fround(value))
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`
}

/** The text of each item, one after another. */
export function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('\n')
}

/**
 * Statements repeated with `name` (i32) from 0 up. There is no loop where it would run once: compilers may keep one, and carry all that is
 * summed in registers round it.
 */
export function loop(name: string, count: number, statements: string): string {
  return count === 1
    ? `  const ${name} = 0;\n${statements}`
    : `  for (var ${name} = 0; ${name} < ${count}; ${name}++) {\n${statements}\n  }`
}

const MOST_WORKGROUPS = 32_768

/** Lays workgroups out in two dimensions, each within every device's limit; `GROUP` finds the place in the row that they form. */
export function spreadWorkgroups(count: number): readonly [number, number] {
  const across = Math.min(count, MOST_WORKGROUPS)
  return [across, Math.ceil(count / across)]
}

/** WGSL for the index of this workgroup; the entry point has `workgroup: vec3u` and `workgroups: vec3u`. */
export const GROUP = 'let group = workgroup.x + workgroup.y * workgroups.x;'

/** The entry point's opening: a workgroup of these sizes, and its built-in values. */
export function entryPoint(x: number, y = 1): string {
  return `@compute @workgroup_size(${x}, ${y})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  ${GROUP}`
}

/**
 * Statements under the conditions that are not known to hold; `false` stands for one that is. A shader with fewer branches compiles faster.
 */
export function when(conditions: readonly (string | false)[], statements: string): string {
  const open = conditions.filter((condition) => condition !== false)
  return open.length === 0
    ? `{\n${statements}\n}`
    : `if (${open.map((condition) => `(${condition})`).join(' & ')}) {\n${statements}\n}`
}

/** How the last axis of an output is dealt out, in units of one channel or of four that lie side by side. */
export interface Lanes {
  /** Channels of a unit. */
  readonly unit: 1 | 4
  /** Units of the whole axis. */
  readonly units: number
  /** Invocations side by side: they take neighbouring units. */
  readonly lanes: number
  /** Units of each, `lanes` apart. */
  readonly each: number
  /** Groups of `lanes` x `each` that cover all units. */
  readonly groups: number
  /** Whether some invocations have units beyond the last. */
  readonly ragged: boolean
}

/** @param offsets where the channels' weights lie in their buffers: none can be read four at a time from a place between. */
export function unitOf(channels: number, ...offsets: readonly number[]): 1 | 4 {
  return [channels, ...offsets].every((value) => value % 4 === 0) ? 4 : 1
}

const MOST_LANES = 16

/** Channels by fours: an invocation has one unit. */
export function dealQuads(channels: number): Lanes {
  const units = channels / 4
  const groups = Math.ceil(units / MOST_LANES)
  const lanes = Math.ceil(units / groups)
  return { unit: 4, units, lanes, each: 1, groups, ragged: units % lanes !== 0 }
}

/**
 * Single channels.
 *
 * @param most channels of one invocation at most.
 * @param alone as many of them, and no more, are one invocation's, which then shares among all of them what it reads.
 */
export function dealChannels(channels: number, { most = 4, alone = 0 } = {}): Lanes {
  const single = { unit: 1, units: channels } as const
  if (channels <= alone) return { ...single, lanes: 1, each: channels, groups: 1, ragged: false }
  const each = Math.min(most, Math.ceil(channels / 4))
  // Fewer lanes are taken only when they cover all channels at once. For six channels, two lanes of three waste nothing, and four of two
  // waste a quarter.
  const few = [2, 1].map((lanes) => ({ lanes, each: Math.ceil(channels / lanes) })).filter((deal) => deal.each <= most)
  const options = [...[16, 8, 4].map((lanes) => ({ lanes, each })), ...few].map((deal) => ({
    ...single,
    ...deal,
    groups: Math.ceil(channels / (deal.lanes * deal.each)),
    ragged: channels % (deal.lanes * deal.each) !== 0,
  }))
  const slots = (option: Lanes): number => option.lanes * option.each * option.groups
  return options.reduce((best, option) => (slots(option) < slots(best) ? option : best))
}
