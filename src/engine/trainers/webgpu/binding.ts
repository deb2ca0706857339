/** What one binding of a kernel may take on a device. */
import { CannotLower } from '../plan/plan'

/** In bytes. */
export function largestBinding({ limits }: GPUDevice): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize)
}

/** @throws CannotLower when a buffer for batches of so many images takes more. */
export function requireBindable(
  device: GPUDevice,
  { name, bytes }: { readonly name: string; readonly bytes: number },
  batchSize: number,
): void {
  const most = largestBinding(device)
  if (bytes <= most) return
  throw new CannotLower(
    `The buffer “${name}” takes ${megabytes(bytes)} at batch size ${batchSize.toLocaleString('en-US')}, and this device binds ${megabytes(most)} at most.`,
  )
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MB`
}
