/** Tells how long a device takes for some work: by its own timestamps, or from the submit to the end. */

export interface StepClock {
  /** Who tells the time. */
  readonly kind: 'device' | 'queue'
  /** Work that takes at least so many milliseconds is measured well. */
  readonly least: number
  /** Submits the work by itself, and waits for it. @returns milliseconds. */
  time(record: (pass: GPUComputePassEncoder) => void): Promise<number>
  dispose(): void
}

export function openClock(device: GPUDevice): StepClock {
  return device.features.has('timestamp-query') ? timestamps(device) : queue(device)
}

/** Browsers round timestamps to some tens of microseconds, so that no page can measure another's secrets. */
function timestamps(device: GPUDevice): StepClock {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC
  const resolved = device.createBuffer({ label: 'timestamps', size: 16, usage })
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  return {
    kind: 'device',
    least: 2,
    async time(record) {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass({
        timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
      })
      record(pass)
      pass.end()
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16)
      device.queue.submit([encoder.finish()])
      await staging.mapAsync(GPUMapMode.READ)
      const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange().slice(0))
      staging.unmap()
      // A clock that was set back in between tells nothing.
      return Math.max(0, Number(end - begin) / 1e6)
    },
    dispose() {
      querySet.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}

/** What a submit takes by itself counts too, so the work must be much longer. */
function queue(device: GPUDevice): StepClock {
  return {
    kind: 'queue',
    least: 30,
    async time(record) {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      record(pass)
      pass.end()
      const commands = encoder.finish()
      const begin = performance.now()
      device.queue.submit([commands])
      await device.queue.onSubmittedWorkDone()
      return performance.now() - begin
    },
    dispose: () => undefined,
  }
}
