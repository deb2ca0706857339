/** Ray Train trains by the PyTorch script on two workers, to what one comes to. */
import { expect, describe, it } from 'vitest'
import { hasModules } from '../../../../scripts/interop/python'
import { createLayer, createStack } from '../../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { runScript } from '../runScript.fixture'
import { makeSquares, planOn } from '../scripts.fixture'
import { write } from './write'

const squares = makeSquares(240)

describe.skipIf(!hasModules('ray', 'torch', 'PIL'))('a program for a Ray cluster', () => {
  it('comes to the same model as the script alone', async () => {
    const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 16 }
    const stack = createStack('image', [
      createLayer('Conv2D', { filters: 8, strides: [2, 2] }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 4, activation: 'softmax' }),
    ])
    const { plan } = await planOn(squares, () => stack, recipe)
    const alone = await runScript(await write(plan, new Set()), squares)
    const env = { RAY_USAGE_STATS_ENABLED: '0', CUDA_VISIBLE_DEVICES: '' }
    const shared = await runScript(await write(plan, new Set(['ray'])), squares, ['--workers', '2'], env)
    const resultOf = ({ stdout }: typeof alone) => /Test: accuracy.*(?:\n.*)+?corner “3”.*/.exec(stdout)?.[0]
    expect(resultOf(alone)).toContain('accuracy')
    const lines = resultOf(alone)!.split('\n')
    for (const line of lines) expect(shared.stdout).toContain(line)
    expect(shared.losses).toHaveLength(alone.losses.length)
  })
})
