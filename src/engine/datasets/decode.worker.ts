/** One decode worker: encoded images in, pixels out, a batch at a time. */
import { decodeBatch, type EncodedBatch } from '../../data/images/images'
import { discard } from './discard'

declare const self: DedicatedWorkerGlobalScope

self.addEventListener('message', ({ data }: MessageEvent<EncodedBatch>) => {
  decodeBatch(data).then((decoded) => {
    const { widths, heights, channels, pixels } = decoded
    discard(data.bytes.buffer)
    self.postMessage(decoded, [widths.buffer, heights.buffer, channels.buffer, pixels.buffer])
  }, reportError)
})
