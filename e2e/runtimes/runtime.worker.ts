import { openRuntime } from '../../src/engine/models/runtimes/litert'
import type { Job } from './page'

self.addEventListener('message', ({ data }: MessageEvent<Job>) => {
  run(data).then(
    (result) => self.postMessage(result),
    (error: unknown) => self.postMessage(String(error instanceof Error ? error.stack : error)),
  )
})

async function run({ file, images, count, shape }: Job): Promise<readonly number[]> {
  const files = [{ name: 'model.tflite', bytes: Uint8Array.from(file) }]
  const runtime = await openRuntime({ files, input: { layout: 'NHWC', takes: 'numbers' } })
  const probabilities = await runtime.predict(Float32Array.from(images), count, shape)
  runtime.close()
  return [...probabilities]
}
