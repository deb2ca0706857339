/** Every layer type as Keras computes it, over a list of arguments: outputs, gradients, moving statistics. */
import { describe, expect, it } from 'vitest'
import { LAYERS } from '../../../model/layers/registry'
import { compareLayerType } from '../compareLayer.fixture'
import { EXECUTORS } from './executors.fixture'

describe.each(EXECUTORS)('on %s', (_executor, executor) => {
  it.each(LAYERS)('$className computes what Keras computes', async ({ className }) => {
    const all = await compareLayerType(executor, className)
    expect(all.length).toBeGreaterThan(0)
    expect(
      all.filter(({ output, gradients, updated }) => !(output < 1e-5 && gradients < 1e-5 && updated < 1e-5)),
    ).toEqual([])
  })
})
