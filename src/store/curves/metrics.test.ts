import { expect, it } from 'vitest'
import { createMetrics } from './metrics'

it('keeps the curves of several runs apart, until one is forgotten', () => {
  const metrics = createMetrics((draw) => draw())
  const pointsOf = (loss: number) => ({
    epoch: [1],
    loss: [loss],
    accuracy: [0],
    learningRate: [0.01],
    imagesPerSecond: [100],
  })
  metrics.of(1).addPoints(pointsOf(3))
  metrics.of(2).addPoints(pointsOf(5))
  const lossOf = (runId: number) =>
    metrics
      .of(runId)
      .buckets('loss', 9)
      .map(({ mean }) => mean)
  expect([lossOf(1), lossOf(2)]).toEqual([[3], [5]])
  metrics.forget(1)
  expect([lossOf(1), lossOf(2)]).toEqual([[], [5]])
  expect(metrics.none.buckets('loss', 9)).toEqual([])
})
