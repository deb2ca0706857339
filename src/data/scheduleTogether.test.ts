import { describe, expect, it, vi } from 'vitest'
import { scheduleTogether } from './scheduleTogether'

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('scheduleTogether', () => {
  it('runs what is due later, in order, and what that schedules in a turn after it', async () => {
    const schedule = scheduleTogether()
    const seen: string[] = []
    schedule(() => {
      seen.push('first')
      schedule(() => seen.push('third'))
    })
    schedule(() => seen.push('second'))
    expect(seen).toEqual([])
    await vi.waitFor(() => expect(seen).toEqual(['first', 'second', 'third']))
  })

  it('runs the others when one fails, and reports that one', async () => {
    const reported = vi.fn<(error: unknown) => void>()
    vi.stubGlobal('reportError', reported)
    const schedule = scheduleTogether()
    const seen: string[] = []
    const failure = new Error('one of many')
    schedule(() => {
      throw failure
    })
    schedule(() => seen.push('still run'))
    await vi.waitFor(() => expect(seen).toEqual(['still run']))
    await nextTurn()
    expect(reported).toHaveBeenCalledExactlyOnceWith(failure)
    vi.unstubAllGlobals()
  })
})
