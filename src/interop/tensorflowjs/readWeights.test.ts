import { describe, expect, it } from 'vitest'
import { readWeights, takeWeight } from './readWeights'

/** One value each, which is the place in the list. */
function weightsNamed(...names: readonly string[]) {
  const weights = names.map((name) => ({ name, shape: [1], dtype: 'float32' }))
  const bytes = Float32Array.from(names, (_, at) => at).buffer
  return readWeights([{ paths: ['weights.bin'], weights }], new Map([['weights.bin', bytes]]))
}

const take = (weights: ReturnType<typeof weightsNamed>, ...names: [string, ...string[]]): readonly number[] => [
  ...takeWeight(weights, names, [1]),
]

describe('the weight under a name', () => {
  it('is the one that is called so, whatever else ends so', () => {
    expect(take(weightsNamed('block/conv/kernel', 'conv/kernel:0'), 'conv/kernel')).toEqual([1])
  })

  it('may stand behind the model’s name, or under another of its names', () => {
    expect(take(weightsNamed('sequential/stem/kernel', 'head/dense/kernel'), 'dense/kernel')).toEqual([1])
    expect(take(weightsNamed('dense/bias', 'eyes/kernel'), 'eyes/depthwise_kernel', 'eyes/kernel')).toEqual([1])
  })

  it('is refused where it could be two', () => {
    const weights = weightsNamed('left/conv/kernel', 'right/conv/kernel')
    expect(() => take(weights, 'conv/kernel')).toThrow(
      'The weights “conv/kernel” could be “left/conv/kernel” or “right/conv/kernel”: give each layer a name of its own.',
    )
    expect(() => take(weights, 'conv/bias')).toThrow('The model file has no weights “conv/bias”')
  })
})
