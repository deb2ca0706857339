/** Who computes here, and the roofs of the graphics device. */
import { openClock } from '../../../engine/trainers/webgpu/stepClock'
import type { MachineFigures } from '../../report/report'
import type { Block } from '../block'
import type { Machine } from '../machine'
import { measureArithmetic } from '../probes/arithmetic'
import { measureCopy } from '../probes/copy'
import { measureDispatches, measureRoundTrips } from '../probes/dispatch'
import type { Probe } from '../probes/probe'

export const machine: Block<'machine'> = {
  whyNot: () => undefined,

  async measure({ machine, sizes, signal, tell, onProgress }) {
    let figures = describe(machine)
    const add = (more: MachineFigures): void => tell((figures = { ...figures, ...more }))
    add({})
    const { gpu } = machine
    if (!gpu) return
    const { device } = gpu
    const clock = openClock(device)
    const probe: Probe = { device, clock, rounds: sizes.rounds, signal }
    try {
      onProgress('round trips', 0)
      add({ roundTripMilliseconds: await measureRoundTrips(device, sizes.roundTrips, signal) })
      onProgress('dispatches', 0.2)
      const { dependent, independent } = await measureDispatches(probe, sizes.dispatches)
      add({
        clock: clock.kind,
        dispatches: sizes.dispatches,
        dependentDispatchMicroseconds: dependent,
        independentDispatchMicroseconds: independent,
      })
      onProgress('arithmetic', 0.4)
      const groups = gpu.figures.software ? 256 : undefined
      add({ float32TeraflopsPerSecond: await measureArithmetic(probe, groups) })
      onProgress('memory', 0.7)
      const { rate, bytes } = await measureCopy(probe, sizes.copyBytes)
      add({ copyGigabytesPerSecond: rate, copyBytes: bytes })
    } finally {
      clock.dispose()
    }
  },
}

function describe({ gpu, whyNoGpu, processor, whyNoProcessor }: Machine): MachineFigures {
  return {
    ...(gpu && { adapter: gpu.figures }),
    ...(whyNoGpu !== undefined && { whyNoAdapter: whyNoGpu }),
    ...(processor && { processorThreads: processor.threads, processorRelaxedSimd: processor.relaxed }),
    ...(whyNoProcessor !== undefined && { whyNoProcessor }),
  }
}
