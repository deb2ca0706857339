import { afterEach, expect, it, vi } from 'vitest'
import { openProcessor } from './processor'

afterEach(() => vi.unstubAllGlobals())

/** Node has no workers of browsers: one that does nothing, and to which anything may happen. */
class SilentWorker extends EventTarget {
  static readonly all: SilentWorker[] = []
  constructor() {
    super()
    SilentWorker.all.push(this)
  }
}

it('a worker is lost that ends with an error, or from which a message comes that can’t be read', () => {
  vi.stubGlobal('Worker', SilentWorker)
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
  const reasons: string[] = []
  openProcessor()
    .processor!.spawn()
    .onFailure((reason) => void reasons.push(reason))
  const [worker] = SilentWorker.all
  worker!.dispatchEvent(new MessageEvent('message', { data: 'something' }))
  expect(reasons).toEqual([])
  worker!.dispatchEvent(Object.assign(new Event('error'), { message: 'out of luck' }))
  worker!.dispatchEvent(new MessageEvent('messageerror'))
  expect(reasons).toEqual(['out of luck', 'a message from it could not be read'])
})
