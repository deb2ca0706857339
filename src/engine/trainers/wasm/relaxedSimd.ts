/** Whether the engine knows relaxed SIMD, whose product and sum are rounded once: WebAssembly's proposal of that name, phase 5. */
import { f32x4 } from './assembler/expressions'
import { moduleOf } from './assembler/module'

export function knowsRelaxedSimd(): boolean {
  return knows((a) => f32x4.relaxedMadd(a, a, a))
}

/** Whether it knows SIMD at all. */
export function knowsSimd(): boolean {
  return typeof WebAssembly === 'object' && knows((a) => f32x4.add(a, a))
}

function knows(instruction: (a: ReturnType<typeof f32x4.splat>) => ReturnType<typeof f32x4.splat>): boolean {
  const probe = moduleOf([{ name: 'probe', parameters: 0, build: (f) => void f.let(instruction(f32x4.splat(1))) }], 1)
  return WebAssembly.validate(probe)
}
