/** The browser's adapter for WebGPU, and a device of it with all its limits. It needs no TensorFlow.js. */
import { isSoftware, NoBackend } from '../backend'

/** Limits that decide how large a layer, a batch and a dataset can be; by default a device gets the least that any adapter has. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[]

export interface FoundAdapter {
  readonly adapter: GPUAdapter
  /** As a person would call it. */
  readonly words: string
  /** Whether it computes on the processor. */
  readonly isEmulated: boolean
}

/** @throws NoBackend when the browser has no WebGPU, or no adapter for it. */
export async function findAdapter(): Promise<FoundAdapter> {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: GPU } }
  const gpu = navigator?.gpu
  if (!gpu) throw new NoBackend('this browser has no WebGPU here')
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new NoBackend('the browser found no graphics adapter that WebGPU may use')
  return { adapter, ...describeAdapter(adapter.info) }
}

export function describeAdapter(info: GPUAdapterInfo): Pick<FoundAdapter, 'words' | 'isEmulated'> {
  const { vendor, architecture, description, isFallbackAdapter } = info
  const words = [vendor, architecture, description && `(${description})`].filter(Boolean).join(' ')
  return { words: words || 'unnamed adapter', isEmulated: isFallbackAdapter || isSoftware(words) }
}

/** @throws NoBackend when the adapter gives none. */
export async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(RAISED_LIMITS.map((name) => [name, adapter.limits[name]]))
  // Without it, the times of layers are measured from outside.
  const requiredFeatures = (['timestamp-query'] as const).filter((name) => adapter.features.has(name))
  try {
    return await adapter.requestDevice({ requiredLimits, requiredFeatures })
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new NoBackend(`the graphics adapter gave no device${inBrackets(cause)}`, { cause: error })
  }
}

export function inBrackets(text: string): string {
  const trimmed = text.trim().replace(/\.$/, '')
  return trimmed ? ` (${trimmed})` : ''
}
