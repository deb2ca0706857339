/** Counts what is asked of WebGPU, by all who use it in this page. */
export interface CallCounts {
  dispatches: number
  submits: number
  buffers: number
  bindGroups: number
  uploads: number
}

/** From now on; the counts grow in place. */
export function countCalls(): CallCounts {
  const counts: CallCounts = { dispatches: 0, submits: 0, buffers: 0, bindGroups: 0, uploads: 0 }
  const count = (prototype: object, method: string, name: keyof CallCounts): void => {
    const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown
    Reflect.set(prototype, method, function (this: unknown, ...args: unknown[]) {
      counts[name]++
      return original.apply(this, args)
    })
  }
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches')
  count(GPUQueue.prototype, 'submit', 'submits')
  count(GPUDevice.prototype, 'createBuffer', 'buffers')
  count(GPUDevice.prototype, 'createBindGroup', 'bindGroups')
  count(GPUQueue.prototype, 'writeBuffer', 'uploads')
  return counts
}
