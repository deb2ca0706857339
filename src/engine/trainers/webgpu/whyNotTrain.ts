/** Says why the compiled trainer can't train something on a device, or look into it, before anything is uploaded or compiled. */
import type { DataShape } from '../../../model/graph/shapes'
import type { ObservedSubject } from '../../observer'
import { fuse } from '../plan/fuse'
import { wholeBytes } from '../plan/memory'
import { lowerObserved } from '../plan/lowerObserved'
import type { FusedPlan } from '../plan/plan'
import { lowerStack, type LowerOptions } from '../plan/lowerStack'
import { largestBinding } from './binding'
import { smallestWindow } from './imageWindow'
import { tuningOf } from './tuning'

/** One sentence that names the buffer that the device has no room for; undefined when the subject can be trained. */
export function whyNotTrain(device: GPUDevice, subject: Omit<LowerOptions, 'chunks'>): string | undefined {
  const { byFours, fusions } = tuningOf(device.adapterInfo)
  const plan = fuse(lowerStack({ ...subject, chunks: [], packsCodes: byFours }), fusions)
  return findLarge(device, plan, subject.data)
}

/** The same of what is to be looked into. */
export function whyNotObserve(device: GPUDevice, subject: ObservedSubject): string | undefined {
  const { byFours } = tuningOf(device.adapterInfo)
  const { plan } = lowerObserved({ ...subject, chunks: [], packsCodes: byFours })
  return findLarge(device, fuse(plan, []), subject.data)
}

function findLarge(device: GPUDevice, { buffers, batchSize }: FusedPlan, data: DataShape): string | undefined {
  const most = largestBinding(device)
  // The device may turn out to have no room for the images. They are then streamed through this window.
  const sizes = [
    ...[...wholeBytes(buffers)].map(([name, bytes]) => ({ name, bytes })),
    { name: 'images', bytes: smallestWindow(data, batchSize) },
  ]
  const large = sizes.find(({ bytes }) => bytes > most)
  return (
    large &&
    `The buffer “${large.name}” takes ${megabytes(large.bytes)} at batch size ${batchSize.toLocaleString('en-US')}, and this device binds ${megabytes(most)} at most.`
  )
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MB`
}
