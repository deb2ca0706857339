/** The largest binding of a kernel on a device. */

/** In bytes. */
export function largestBinding({ limits }: GPUDevice): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)
}
