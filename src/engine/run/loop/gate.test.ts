import { describe, expect, it, vi } from 'vitest'
import { createGate } from './gate'

describe('the gate', () => {
  it('lets through who waits when it opens, and when the run is stopped', async () => {
    const gate = createGate()
    const stop = new AbortController()
    gate.close()
    let through = 0
    const wait = gate.passable(stop.signal).then(() => through++)
    await Promise.resolve()
    expect(through).toBe(0)
    gate.open()
    await wait
    gate.close()
    const again = gate.passable(stop.signal)
    stop.abort()
    await again
    await gate.passable(stop.signal)
    expect(gate.closed).toBe(true)
  })

  it('lets one batch pass while it stays closed, and forgets that when it opens', async () => {
    const gate = createGate()
    const { signal } = new AbortController()
    gate.close()
    const wait = gate.passable(signal)
    gate.step()
    await wait
    expect([gate.closed, gate.letsPass, gate.takeStep(), gate.takeStep()]).toEqual([true, true, true, false])
    gate.step()
    gate.open()
    expect([gate.closed, gate.letsPass, gate.takeStep()]).toEqual([false, false, false])
  })

  it('leaves no listener behind, however often it is closed', async () => {
    const gate = createGate()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    for (let i = 0; i < 5; i++) {
      gate.close()
      const passed = gate.passable(signal)
      gate.open()
      await passed
    }
    const listeners = ({ mock }: typeof added | typeof removed) => mock.calls.map(([, listener]) => listener)
    expect(listeners(added)).toHaveLength(5)
    expect(listeners(removed)).toEqual(listeners(added))
  })
})
