import { describe, expect, it } from 'vitest'
import { decodeText, recogniseFile } from './fileKinds'

describe('decodeText', () => {
  it.each([
    ['UTF-8', [0x5a, 0xc3, 0xbc]],
    ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, 0x5a, 0xc3, 0xbc]],
    ['UTF-16, little end first', [0xff, 0xfe, 0x5a, 0, 0xfc, 0]],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x5a, 0, 0xfc]],
    ['Windows-1252', [0x5a, 0xfc]],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toBe('Zü')
  })
})

describe('decodeText of the beginning of a file', () => {
  it('takes a letter that is cut in two for what it is', () => {
    const bytes = new TextEncoder().encode('\ufeffimage_path,ü')
    expect(decodeText(bytes.subarray(0, -1), 'beginning')).toBe('image_path,')
  })
})

describe('recogniseFile', () => {
  it.each([
    ['zip', [0x50, 0x4b, 3, 4]],
    ['zip', [0x50, 0x4b, 5, 6]],
    ['text', [0x69, 0x6d]],
    ['text', [0xff, 0xfe, 0x69, 0]],
    ['empty', []],
    ['other', [0x47, 0x49, 0x46, 0x38, 0x39]],
    ['other', [1, 0, 2]],
  ])('sees %s in %j', (kind, bytes) => {
    expect(recogniseFile(Uint8Array.from(bytes)).kind).toBe(kind)
  })
})
