import { describe, expect, it } from 'vitest'
import { readJsonHead } from './jsonHead'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const keysOf = (text: string): unknown => {
  const head = readJsonHead(utf8(text))
  return head && Object.fromEntries(head)
}

describe('the head of a JSON file', () => {
  it('shows the outermost keys, with the values that are no lists or objects', () => {
    const text = `{ "a": "x, }", "b" : 1.5e3, "c": [{"inner": 1}, "]"], "d": {"inner": {}}, "e": null, "f": false, "g": "" }`
    expect(keysOf(text)).toEqual({ a: 'x, }', b: 1500, c: undefined, d: undefined, e: null, f: false, g: '' })
  })

  it('shows what comes before it was cut off', () => {
    expect(keysOf('{"modelTopology":')).toEqual({ modelTopology: undefined })
    expect(keysOf('{"version": 1, "stack": {"layers": [{"className": "De')).toEqual({ version: 1, stack: undefined })
    expect(keysOf('{"a": 1, "unfinis')).toEqual({ a: 1 })
    expect(keysOf('{')).toEqual({})
  })

  it('reads quotation marks and letters that are written with backslashes', () => {
    expect(keysOf(String.raw`{"say \"a\"": "b\\", "\u0063": "d"}`)).toEqual({ 'say "a"': 'b\\', c: 'd' })
  })

  it('reads UTF-8 with a mark and UTF-16', () => {
    const text = '{"version":2}'
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const big = Buffer.from(little).swap16()
    for (const bytes of [utf8(`\ufeff ${text}`), little, big]) {
      expect(readJsonHead(bytes)).toEqual(new Map([['version', 2]]))
    }
  })

  it.each(['', 'path,label', '[{"a": 1}]', '"text"', '\0\0\0'])('is none of %j', (text) => {
    expect(readJsonHead(utf8(text))).toBeUndefined()
  })

  it('is none of numbers whose first byte is that of a brace', () => {
    expect(readJsonHead(Uint8Array.of(0x7b, 0x14, 0xae, 0x3e, 0x22))).toBeUndefined()
    expect(readJsonHead(Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x00))).toBeUndefined()
  })

  it('ends at what is no JSON', () => {
    expect(keysOf('{"a": 1, b: 2}')).toEqual({ a: 1 })
    expect(keysOf('{"a": one}')).toEqual({ a: undefined })
    expect(keysOf('{"a": 1} {"b": 2}')).toEqual({ a: 1 })
  })
})
