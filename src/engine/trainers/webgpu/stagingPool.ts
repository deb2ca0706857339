/** Reads back from the device through staging buffers that are used again and again. */
export interface StagingPool {
  /**
   * @param copy records the copies of `bytes` bytes into the target.
   * @returns a copy of them, once the device has done all that was queued before.
   */
  read(bytes: number, copy: (encoder: GPUCommandEncoder, target: GPUBuffer) => void): Promise<ArrayBuffer>
  /** Bytes that its buffers take. */
  readonly bytes: number
  dispose(): void
}

const SMALLEST = 8192

export function createStagingPool(device: GPUDevice): StagingPool {
  const all = new Set<GPUBuffer>()
  const free = new Set<GPUBuffer>()

  const take = (bytes: number): GPUBuffer => {
    const fitting = [...free].filter(({ size }) => size >= bytes).toSorted((one, other) => one.size - other.size)[0]
    if (fitting) {
      free.delete(fitting)
      return fitting
    }
    const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)))
    const buffer = device.createBuffer({
      label: 'staging',
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    all.add(buffer)
    return buffer
  }

  return {
    async read(bytes, copy) {
      const buffer = take(bytes)
      const encoder = device.createCommandEncoder()
      copy(encoder, buffer)
      device.queue.submit([encoder.finish()])
      await buffer.mapAsync(GPUMapMode.READ, 0, bytes)
      const values = buffer.getMappedRange(0, bytes).slice(0)
      buffer.unmap()
      free.add(buffer)
      return values
    },
    get bytes() {
      return [...all].reduce((sum, { size }) => sum + size, 0)
    },
    dispose() {
      for (const buffer of all) buffer.destroy()
    },
  }
}
