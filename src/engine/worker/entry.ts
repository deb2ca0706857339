/** Where the engine's worker starts. TensorFlow.js is loaded with the device, so that files are read from the first moment. */
import { createHandlers } from './engine'
import { send, serve } from './serve'

declare const self: DedicatedWorkerGlobalScope

serve(
  self,
  createHandlers((event) => send(self, { kind: 'event', event })),
)
