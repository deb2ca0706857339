/** For tests: an error of the device that nothing caught fails the test in which it came. */
import { afterEach } from 'vitest'

/** @returns what starts to watch a device, and gives it back. */
export function failOnDeviceErrors(): (device: GPUDevice) => GPUDevice {
  const messages: string[] = []
  afterEach(() => {
    const [message] = messages.splice(0)
    if (message !== undefined) throw new Error(message)
  })
  return (device) => {
    device.addEventListener('uncapturederror', ({ error }) => messages.push(error.message))
    return device
  }
}
