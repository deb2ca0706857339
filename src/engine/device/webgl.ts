/** WebGL 2 in an OffscreenCanvas: where there is no WebGPU. */
import '@tensorflow/tfjs-backend-webgl'
import * as tf from '@tensorflow/tfjs-core'
import { createAnnouncer, isSoftware, NoBackend, type Backend } from '../backend'

/** 4096 x 4096 values: every WebGL 2 device takes a texture of that size. */
const LARGEST_TENSOR = 4096 * 4096 * Float32Array.BYTES_PER_ELEMENT
/** Beyond these, TensorFlow.js deletes free textures instead of keeping them. */
const KEPT_BYTES = 256 * 2 ** 20

/** @throws NoBackend when the browser has no WebGL 2 in a worker. */
export async function openWebGl(): Promise<Backend> {
  const probe = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2')
  if (!probe) throw new NoBackend('this browser has no WebGL 2 here')
  const details = probe.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = details && probe.getParameter(details.UNMASKED_RENDERER_WEBGL)
  const adapter = typeof renderer === 'string' && renderer !== '' ? renderer : 'unnamed adapter'
  probe.getExtension('WEBGL_lose_context')?.loseContext()

  const { announce, watch } = createAnnouncer()
  tf.env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', KEPT_BYTES)
  if (!(await tf.setBackend('webgl'))) throw new NoBackend('TensorFlow.js could not start WebGL')
  const { gpgpu } = tf.backend() as unknown as { readonly gpgpu: { readonly gl: { readonly canvas: EventTarget } } }
  gpgpu.gl.canvas.addEventListener('webglcontextlost', () => {
    announce({ message: 'The browser lost the graphics device: reload the page to train again.', lost: true })
  })
  return {
    name: 'webgl',
    adapter,
    software: isSoftware(adapter),
    tensorflow: {
      async activate() {
        await tf.setBackend('webgl')
      },
      largestTensor: LARGEST_TENSOR,
      releasePool: () => undefined,
    },
    settle: () => Promise.resolve(),
    watch,
    allocatedBytes: () => (tf.memory() as { readonly numBytesInGPUAllocated?: number }).numBytesInGPUAllocated ?? 0,
    close: () => undefined,
  }
}
