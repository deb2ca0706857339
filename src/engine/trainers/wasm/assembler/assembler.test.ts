import { describe, expect, it } from 'vitest'
import { signed, unsigned } from './bytes'
import { behind, f32, f32x4, i32, i32x4, int, num, v128, type Expr, type V128 } from './expressions'
import type { FunctionBuilder } from './functionBuilder'
import { moduleOf } from './module'

/** What is in memory, in 32-bit values, after a function ran on the numbers from 1 on. */
async function run(build: (f: FunctionBuilder) => void, ...given: number[]): Promise<DataView> {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const module = moduleOf([{ name: 'run', parameters: given.length, build }], 1)
  const { instance } = await WebAssembly.instantiate(module, { env: { memory } })
  const exported = instance.exports['run'] as (...values: number[]) => void
  exported(...given)
  return new DataView(memory.buffer)
}

const at = (value: number) => ({ base: int(0), offset: 4 * value })

async function integer(value: Expr<'i32'>): Promise<number> {
  return (await run((f) => f.storeI32(at(0), value))).getInt32(0, true)
}

async function lanes(value: V128): Promise<readonly number[]> {
  const view = await run((f) => f.storeV128(at(0), value))
  return [0, 4, 8, 12].map((offset) => view.getFloat32(offset, true))
}

describe('numbers of variable length', () => {
  // WebAssembly Core Specification, 5.2.2.
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('unsigned %i', (value, bytes) => expect(unsigned(value)).toEqual(bytes))

  it.each([
    [0, [0]],
    [-1, [0x7f]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('signed %i', (value, bytes) => expect(signed(value)).toEqual(bytes))

  it.each([-1, 2 ** 32, 0.5, NaN])('no unsigned one has 32 bits: %d', (value) =>
    expect(() => unsigned(value)).toThrow(`${value} is no unsigned integer of 32 bits`),
  )

  it.each([2 ** 31, -(2 ** 31) - 1, 0.5, NaN])('no signed one has 32 bits: %d', (value) =>
    expect(() => signed(value)).toThrow(`${value} is no signed integer of 32 bits`),
  )
})

describe('integers', () => {
  it.each([
    ['add', i32.add, 2 ** 31 - 1, 1],
    ['sub', i32.sub, -5, 7],
    ['mul', i32.mul, 747_796_405, 3],
    ['divU', i32.divU, -1, 3],
    ['remU', i32.remU, -1, 10],
    ['shrU', i32.shrU, -1, 28],
    ['shrS', i32.shrS, -64, 2],
    ['shl', i32.shl, 3, 30],
    ['xor', i32.xor, 12, 10],
    ['ltS', i32.ltS, -1, 1],
    ['ltU', i32.ltU, -1, 1],
    ['geS', i32.geS, 4, 4],
  ])('%s is folded to what it computes', async (_, operation, a, b) => {
    const folded = operation(a, b)
    expect(folded.constant).toBeDefined()
    const view = await run((f) => f.storeI32(at(0), operation(f.parameter(0), f.parameter(1))), a, b)
    expect(view.getInt32(0, true)).toBe(folded.constant)
    expect(await integer(folded)).toBe(folded.constant)
  })

  it.each([
    [2 ** 31 - 1, [0x41, 0xff, 0xff, 0xff, 0xff, 0x07]],
    [2 ** 31, [0x41, 0x80, 0x80, 0x80, 0x80, 0x78]],
    [2 ** 32 - 1, [0x41, 0x7f]],
  ])('are written with the same bits, below 2^31 and above: %i', (value, bytes) => {
    const out: number[] = []
    int(value).emit(out)
    expect(out).toEqual(bytes)
  })

  it.each([2 ** 32, -(2 ** 31) - 1, 1.5, NaN, Infinity])('have 32 bits, or are refused: %d', (value) =>
    expect(() => int(value)).toThrow(`${value} is no integer of 32 bits`),
  )

  it('that are known are refused where they would wrap around', () => {
    expect(() => i32.add(2 ** 31 - 1, 2 ** 32 - 1)).not.toThrow()
    expect(() => i32.add(-(2 ** 31), -1)).toThrow(RangeError)
    expect(() => i32.sub(-(2 ** 31), 1)).toThrow(RangeError)
    expect(() => i32.mul(2 ** 20, 2 ** 12)).toThrow(RangeError)
    expect(() => i32.load({ base: int(0), offset: 2 ** 32 }).emit([])).toThrow(RangeError)
  })

  it('are addresses beyond 2 GB, however they are put together', async () => {
    const far = 2 ** 31 + 64
    // None but the pages that are written take room.
    const memory = new WebAssembly.Memory({ initial: 2 ** 15 + 1 })
    const build = (f: FunctionBuilder): void => {
      const [begin, four] = [f.parameter(0), f.parameter(1)]
      f.storeI32({ base: int(0), offset: far }, int(1))
      f.storeI32({ base: int(far), offset: 4 }, int(2))
      f.storeI32(behind({ base: int(0), offset: 64 }, 2 ** 31 + 8), int(3))
      f.storeI32(behind({ base: begin, offset: 0 }, i32.mul(four, 3)), int(4))
      f.storeI32(behind(behind({ base: int(0), offset: far }, 32), -16), int(5))
      f.copy({ base: int(0), offset: far + 20 }, { base: begin, offset: 0 }, 20)
      f.clear({ base: begin, offset: 4 }, 4)
    }
    const module = moduleOf([{ name: 'run', parameters: 2, build }], 1)
    const { instance } = await WebAssembly.instantiate(module, { env: { memory } })
    const exported = instance.exports['run'] as (...values: number[]) => void
    exported(far, 4)
    expect([...new Int32Array(memory.buffer, far, 10)]).toEqual([1, 0, 3, 4, 5, 1, 2, 3, 4, 5])
  })

  it('costs nothing to add nothing or to multiply by one', () => {
    const one = { ...int(7), constant: undefined } as unknown as Expr<'i32'>
    expect(i32.add(one, 0)).toBe(one)
    expect(i32.mul(1, one)).toBe(one)
    expect(behind({ base: one, offset: 4 }, 12)).toEqual({ base: one, offset: 16 })
  })
})

describe('vectors', () => {
  it('compute lane by lane', async () => {
    const a = f32x4.splat(num(3))
    expect(await lanes(f32x4.div(a, f32x4.splat(2)))).toEqual([1.5, 1.5, 1.5, 1.5])
    expect(await lanes(f32x4.fromS(i32x4.shl(i32x4.splat(3), 2)))).toEqual([12, 12, 12, 12])
    expect(await lanes(f32x4.replaceLane(a, 2, num(8)))).toEqual([3, 3, 8, 3])
  })

  it('take lanes of two in any order', async () => {
    const a = f32x4.replaceLane(f32x4.splat(1), 3, num(4))
    expect(await lanes(v128.shuffle(a, f32x4.splat(7), [3, 0, 4, 3]))).toEqual([4, 1, 7, 4])
  })

  it.each([1, 2, 3, 4])('store the first %i lanes and nothing behind them', async (count) => {
    const view = await run((f) => f.storeLanes(at(0), f.let(f32x4.splat(5)), count))
    expect([0, 1, 2, 3].map((lane) => view.getFloat32(4 * lane, true))).toEqual(
      [0, 1, 2, 3].map((lane) => (lane < count ? 5 : 0)),
    )
  })
})

describe('statements', () => {
  it.each([0, 1, 2, 7])('loop as often as they are told, known beforehand or not: %i', async (times) => {
    const view = await run((f) => {
      const [known, unknown] = [f.local('i32'), f.local('i32')]
      f.loop(3 * times, (index) => f.increase(known, i32.add(index, 1)), { by: 3 })
      f.loop(f.parameter(0), (index) => f.increase(unknown, index))
      f.storeI32(at(0), known)
      f.storeI32(at(1), unknown)
    }, times)
    const upTo = Array.from({ length: times }, (_, i) => i)
    expect(view.getInt32(0, true)).toBe(upTo.reduce((sum, i) => sum + 3 * i + 1, 0))
    expect(view.getInt32(4, true)).toBe(upTo.reduce((sum, i) => sum + i, 0))
  })

  it.each([
    [5, 100, 'while they are told to', [5, 5]],
    [100, 3, 'until they leave', [4, 3]],
  ])('repeat up to %i times, or %i, %s', async (times, most, _, [begun, done]) => {
    const view = await run(
      (f) => {
        const [first, second] = [f.local('i32'), f.local('i32')]
        f.repeat((leave) => {
          f.increase(first, 1)
          leave(i32.gtS(first, f.parameter(1)))
          f.increase(second, 1)
          return i32.ltS(second, f.parameter(0))
        })
        f.storeI32(at(0), first)
        f.storeI32(at(1), second)
      },
      times,
      most,
    )
    expect([view.getInt32(0, true), view.getInt32(4, true)]).toEqual([begun, done])
  })

  it('choose, repeat, clear and copy', async () => {
    const view = await run((f) => {
      const left = f.let(f.parameter(0))
      f.while(left, () => {
        f.when(
          i32.and(left, 1),
          () => f.storeF32({ base: i32.shl(left, 2), offset: 0 }, num(1)),
          () => f.storeF32({ base: i32.shl(left, 2), offset: 0 }, f32.add(1, 1)),
        )
        f.increase(left, -1)
      })
      f.copy(at(8), at(1), 12)
      f.clear(at(1), 8)
    }, 4)
    expect(Array.from({ length: 12 }, (_, i) => view.getFloat32(4 * i, true))).toEqual([
      0, 0, 0, 1, 2, 0, 0, 0, 1, 2, 1, 0,
    ])
  })
})
