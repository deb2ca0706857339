/**
 * The codes of where each maximum of a pool was, as kernels hold and store them. Packed, four channels that lie side by side share a u32, the
 * first in its lowest byte.
 */
import type { Binding } from '../kernel'

/** Four bytes that are no place's code. */
export const NO_CODE = '0xffffffffu'

/** The codes of as many channels as are read at once. */
export function codeType(vector: 1 | 4): 'u32' | 'vec4u' {
  return vector === 4 ? 'vec4u' : 'u32'
}

export function codesAt(
  as: string,
  buffer: string,
  { vector, packed }: { readonly vector: 1 | 4; readonly packed: boolean },
  access: Binding['access'],
): Binding {
  return { as, buffer, type: `array<${packed ? 'u32' : codeType(vector)}>`, access }
}

/** WGSL for what is stored of a code. @param code a variable. */
export function stored(code: string, packed: boolean): string {
  return packed ? `${code}.x | (${code}.y << 8u) | (${code}.z << 16u) | (${code}.w << 24u)` : code
}

/** WGSL for the code of what was stored. */
export function codeOf(stored: string, packed: boolean): string {
  return packed ? `(vec4u(${stored}) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)` : stored
}
