/** A compute kernel: what an operation of a plan is on WebGPU. */

/** A storage buffer as one kernel sees it. */
export interface Binding {
  /** Its variable in the kernel's WGSL. */
  readonly as: string
  /** Its name in the plan. */
  readonly buffer: string
  /** Its WGSL type, such as `array<f32>`. */
  readonly type: string
  readonly access: 'read' | 'write'
}

/** One dispatch, with all sizes written into its WGSL as constants. */
export interface Kernel {
  readonly bindings: readonly Binding[]
  /** The module's text behind the declarations of its bindings; its entry point is `main`. */
  readonly code: string
  readonly workgroups: readonly [number, number]
}

/** Bytes of a value of each type that arrays are made of. */
const VALUE_BYTES: Readonly<Record<string, number>> = { f32: 4, u32: 4, vec2f: 8, vec4f: 16, vec4u: 16 }

/**
 * The complete WGSL module of a kernel.
 *
 * @param bytes of the buffers whose size is known. Their arrays have a fixed length, so that a driver that keeps accesses in bounds compares
 *   them with a constant, and not with a length that it has to look up each time.
 */
export function moduleOf({ bindings, code }: Kernel, bytes: ReadonlyMap<string, number>): string {
  const declarations = bindings.map(
    ({ as, buffer, type, access }, index) =>
      `@group(0) @binding(${index}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${as}: ${fixed(type, bytes.get(buffer))};`,
  )
  return `${declarations.join('\n')}\n${code}`
}

/** Arrays of structures keep their length open, and so do those of less than one value. */
function fixed(type: string, bytes = 0): string {
  const [, value = ''] = /^array<(\w+)>$/.exec(type) ?? []
  const length = Math.floor(bytes / (VALUE_BYTES[value] ?? Infinity))
  return length > 0 ? `array<${value}, ${length}>` : type
}
