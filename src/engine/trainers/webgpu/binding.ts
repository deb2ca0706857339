/** What one binding of a kernel may take on a device. */

/** In bytes. */
export function largestBinding({ limits }: GPUDevice): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)
}
