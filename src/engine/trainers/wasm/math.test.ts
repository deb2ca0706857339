import { describe, expect, it } from 'vitest'
import { behind, int, v128, type V128 } from './assembler/expressions'
import type { FunctionBuilder } from './assembler/functionBuilder'
import { moduleOf } from './assembler/module'
import { erf, exp, log, tanh } from './math'

type Vector = (f: FunctionBuilder, value: V128) => V128

async function apply(of: Vector, values: readonly number[]): Promise<Float32Array> {
  const memory = new WebAssembly.Memory({ initial: 16 })
  const floats = new Float32Array(memory.buffer)
  floats.set(values)
  const bytes = 4 * Math.ceil(values.length / 4) * 4
  const module = moduleOf(
    [
      {
        name: 'run',
        parameters: 0,
        build(f) {
          f.loop(
            bytes,
            (at) => {
              const place = behind({ base: int(0), offset: 0 }, at)
              f.storeV128(place, of(f, v128.load(place)))
            },
            { by: 16 },
          )
        },
      },
    ],
    1,
  )
  const { instance } = await WebAssembly.instantiate(module, { env: { memory } })
  const run = instance.exports['run'] as () => void
  run()
  return floats.slice(0, values.length)
}

/** Numbers as float32 holds them, from one to the other. */
function between(from: number, to: number): readonly number[] {
  return Array.from({ length: 4001 }, (_, i) => Math.fround(from + ((to - from) * i) / 4000))
}

const small = between(-1e-3, 1e-3)

describe.each<[string, Vector, (x: number) => number, readonly number[]]>([
  ['exp', exp, Math.exp, [...between(-86, 87), ...small]],
  ['log', log, Math.log, [...between(1e-6, 4), ...between(4, 1e30)]],
  ['tanh', tanh, Math.tanh, [...between(-12, 12), ...small]],
])('%s', (_, vector, reference, values) => {
  it('is right to three units in the last place', async () => {
    const actual = await apply(vector, values)
    const worst = Math.max(
      ...values.map((x, i) => Math.abs(actual[i]! - reference(x)) / Math.max(1e-30, Math.abs(reference(x)))),
    )
    expect(worst).toBeLessThan(3 * 2 ** -23)
  })

  it('passes on what is not a number', async () => {
    expect([...(await apply(vector, [Number.NaN]))]).toEqual([Number.NaN])
  })
})

it('exp ends far out', async () => {
  const [low, high] = await apply(exp, [-1e6, 1e6])
  expect(low).toBeLessThan(1e-37)
  expect(high).toBeGreaterThan(1e38)
})

it('tanh ends far out', async () => {
  expect([...(await apply(tanh, [-1e6, -30, 30, 1e6]))]).toEqual([-1, -1, 1, 1])
})

it('erf is right to 1.5e-7', async () => {
  // From tables: Abramowitz and Stegun, 7.1.
  const known = [
    [0, 0],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
    [-1, -0.8427007929],
    [12, 1],
  ] as const
  const actual = await apply(
    erf,
    known.map(([x]) => x),
  )
  known.forEach(([, expected], i) => expect(Math.abs(actual[i]! - expected)).toBeLessThan(2.5e-7))
})
