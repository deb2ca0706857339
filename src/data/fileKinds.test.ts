import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HEAD_BYTES, recogniseBytes } from './fileKinds'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url))).subarray(0, HEAD_BYTES)
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

describe('recogniseBytes', () => {
  it('tells images, arrays and text by their first bytes', () => {
    expect(recogniseBytes(fixture('grey.png'))).toEqual({ kind: 'image' })
    expect(recogniseBytes(fixture('colour.jpg'))).toEqual({ kind: 'image' })
    expect(recogniseBytes(Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 60))).toEqual({ kind: 'idx' })
    expect(recogniseBytes(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 60))).toEqual({ kind: 'idx' })
    expect(recogniseBytes(Uint8Array.of(0x93, ...text('NUMPY'), 1, 0))).toEqual({ kind: 'npy' })
    expect(recogniseBytes(text('image_path,label\n'))).toEqual({ kind: 'text' })
    expect(recogniseBytes(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toEqual({ kind: 'text' })
  })

  it('names what can’t be used', () => {
    expect(recogniseBytes(new Uint8Array(0))).toEqual({ kind: 'other', what: 'is empty' })
    expect(recogniseBytes(text('%PDF-1.7'))).toEqual({ kind: 'other', what: 'is a PDF document' })
    expect(recogniseBytes(Uint8Array.of(1, 0, 2))).toEqual({
      kind: 'other',
      what: 'is a binary file of an unknown kind',
    })
  })
})
