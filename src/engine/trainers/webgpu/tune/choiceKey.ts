/** The key by which a device's choice for an operation is found again: in the same browser, for an operation of the same sizes. */
import { buffersOf, type AnyOperation } from '../../plan/operation'
import { VARIANTS_VERSION } from './variants'

/** What a choice holds for: the same adapter, in the same browser. */
export interface Place {
  readonly info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> | undefined
  readonly userAgent: string
  /** Of the list of variants. */
  readonly version?: number
}

export function keyOf({ info, userAgent, version = VARIANTS_VERSION }: Place, operation: AnyOperation): string {
  const { vendor = '', architecture = '', device = '', description = '' } = info ?? {}
  const adapter = [vendor, architecture, device, description].map((part) => part.replaceAll('|', ' '))
  return [...adapter, browserOf(userAgent), hash(shapeOf(operation)), version].join('|')
}

/** Its engine's name with the major version. Browsers that share an engine share its compiler of kernels. */
function browserOf(userAgent: string): string {
  const [, name = 'unknown', major = ''] = /\b(Firefox|Chrome|Version|Node\.js)\/(\d+)/.exec(userAgent) ?? []
  return `${name} ${major}`.trim()
}

/** All that its kernels depend on: not what its buffers are called, nor whose it is, and of where weights lie only how they line up. */
function shapeOf(operation: AnyOperation): string {
  const buffers = [...new Set(buffersOf(operation))]
  return JSON.stringify({ ...operation, layer: undefined }, (name, value: unknown) => {
    if (typeof value === 'string' && buffers.includes(value) && name !== 'kind') return buffers.indexOf(value)
    return typeof value === 'number' && name.endsWith('Offset') ? value % 4 : value
  })
}

/** FNV-1a in 64 bits, in hexadecimal digits (Fowler, Noll and Vo, draft-eastlake-fnv). */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n)
  }
  return value.toString(16).padStart(16, '0')
}
