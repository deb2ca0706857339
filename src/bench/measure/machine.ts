/** What there is to measure on. A browser's worker and Node each find theirs. */
import { describeAdapter } from '../../engine/device/adapter'
import type { Processor } from '../../engine/processor'
import type { AdapterFigures, Environment } from '../report/report'

export interface Gpu {
  readonly device: GPUDevice
  readonly info: GPUAdapterInfo
  readonly figures: AdapterFigures
}

export interface Machine {
  readonly environment: Environment
  readonly gpu?: Gpu
  /** A clause: `this browser has no WebGPU here`. */
  readonly whyNoGpu?: string
  readonly processor?: Processor
  readonly whyNoProcessor?: string
}

export function describeGpu(adapter: GPUAdapter, device: GPUDevice): Gpu {
  const { info } = adapter
  const { words, isEmulated } = describeAdapter(info)
  const limits: Record<string, number> = {}
  // They are properties of the prototype, which no spread sees.
  for (const name in device.limits) limits[name] = Number(device.limits[name as keyof GPUSupportedLimits])
  return {
    device,
    info,
    figures: {
      name: words,
      vendor: info.vendor,
      architecture: info.architecture,
      device: info.device,
      description: info.description,
      software: isEmulated,
      features: [...adapter.features].toSorted(),
      limits,
    },
  }
}
