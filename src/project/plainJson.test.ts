import { expect, it } from 'vitest'
import { someRun } from '../runs/someRun.fixture'
import { fromPlainJson, toPlainJson } from './plainJson'

it('brings every record back as it was, with what JSON has no word for', () => {
  const { summary, details } = someRun(3)
  const odd = {
    loss: [Infinity, -Infinity, 0.1 + 0.2, -0, 5e-324],
    nothing: NaN,
    matrix: Uint32Array.of(1, 2, 4_294_967_295),
    curve: Float32Array.of(0.1, Infinity),
    text: '\u0000"\u202E\ud83d\ude00',
  }
  for (const value of [summary, details, odd]) expect(fromPlainJson(toPlainJson(value))).toEqual(value)
  const { loss } = fromPlainJson(toPlainJson(odd)) as typeof odd
  expect(Object.is(loss[3], -0)).toBe(true)
})

it('is no way to make anything but numbers and arrays of them', () => {
  expect(fromPlainJson('{"$array": "Function", "values": ["alert(1)"]}')).toEqual({
    $array: 'Function',
    values: ['alert(1)'],
  })
  expect(fromPlainJson('{"$number": "ten"}')).toBeNaN()
  expect(() => fromPlainJson('{"a":')).toThrow(SyntaxError)
})
