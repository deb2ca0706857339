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

/** The complete WGSL module of a kernel. */
export function moduleOf({ bindings, code }: Kernel): string {
  const declarations = bindings.map(
    ({ as, type, access }, index) =>
      `@group(0) @binding(${index}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${as}: ${type};`,
  )
  return `${declarations.join('\n')}\n${code}`
}
