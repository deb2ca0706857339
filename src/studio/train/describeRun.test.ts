import { describe, expect, it } from 'vitest'
import { describeRun, shareDone } from './describeRun'

const PROGRESS = {
  phase: 'training',
  epoch: 2,
  epochs: 4,
  step: 5,
  steps: 20,
  imagesPerSecond: 1234.4,
  secondsLeft: 61,
} as const

describe('the status of a run', () => {
  it('says the epoch, the pace and the time left', () => {
    expect(describeRun({ status: 'running', runId: 1, progress: PROGRESS })).toEqual({
      headline: 'Epoch 2 of 4',
      figures: ['step 5 of 20', '1,234 images/s', '1 min 1 s left'],
    })
  })

  it('promises no pace before the first images are through', () => {
    const { secondsLeft: _, ...progress } = { ...PROGRESS, imagesPerSecond: 0 }
    expect(describeRun({ status: 'running', runId: 1, progress }).figures).toEqual(['step 5 of 20'])
  })

  it('counts the last seconds down', () => {
    const progress = { ...PROGRESS, secondsLeft: 7.4 }
    expect(describeRun({ status: 'running', runId: 1, progress }).figures).toContain('8 s left')
  })

  it('tells training from looking at other images', () => {
    const progress = { ...PROGRESS, phase: 'validating' } as const
    expect(describeRun({ status: 'running', runId: 1, progress }).figures).toContain('validating')
  })

  it('ends as finished, stopped or failed', () => {
    expect(describeRun({ status: 'done', runId: 1, ending: 'finished', seconds: 12 }).headline).toBe('Finished')
    const early = 'val_loss did not fall for 3 epochs'
    expect(describeRun({ status: 'done', runId: 1, ending: 'finished', seconds: 12, early })).toEqual({
      headline: 'Finished',
      figures: ['after 12 s', `stopped early: ${early}`],
    })
    const stopped = describeRun({ status: 'done', runId: 1, ending: 'stopped', seconds: 12, progress: PROGRESS })
    expect(stopped).toEqual({ headline: 'Stopped', figures: ['in epoch 2 of 4, step 5 of 20', 'after 12 s'] })
    expect(describeRun({ status: 'failed', runId: 1, message: 'The loss became infinite.' })).toMatchObject({
      headline: 'Failed: The loss became infinite.',
      failed: true,
    })
  })
})

describe('a run that has not begun', () => {
  it('says what it waits for', () => {
    expect(describeRun({ status: 'preparing', runId: 1 }).headline).toBe('Preparing')
    expect(describeRun({ status: 'compiling', runId: 1, kernels: 14 }).headline).toBe('Compiling 14 kernels')
  })
})

describe('the progress of a run', () => {
  it('counts steps within epochs', () => {
    expect(shareDone({ status: 'running', runId: 1, progress: PROGRESS })).toBeCloseTo(0.3125)
    expect(shareDone({ status: 'failed', runId: 1, message: '', progress: PROGRESS })).toBeCloseTo(0.3125)
  })

  it('is whole only when a run has finished, and open while it prepares', () => {
    expect(shareDone({ status: 'done', runId: 1, ending: 'finished', seconds: 1, progress: PROGRESS })).toBe(1)
    expect(shareDone({ status: 'done', runId: 1, ending: 'stopped', seconds: 1, progress: PROGRESS })).toBeLessThan(1)
    expect(shareDone({ status: 'preparing', runId: 1 })).toBeUndefined()
    expect(shareDone({ status: 'idle' })).toBe(0)
  })
})
