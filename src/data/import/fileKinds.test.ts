import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HEAD_BYTES, recogniseBytes } from './fileKinds'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url))).subarray(0, HEAD_BYTES)
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
    expect(recogniseBytes(new Uint8Array(0))).toMatchObject({ kind: 'other', what: 'is empty' })
    expect(recogniseBytes(text('%PDF-1.7'))).toEqual({ kind: 'other', what: 'is a PDF document' })
    expect(recogniseBytes(Uint8Array.of(0x49, 0x49, 0x2a, 0, 8))).toEqual({
      kind: 'other',
      what: 'is a TIFF image',
      advice: 'convert it to PNG or JPEG',
    })
    expect(recogniseBytes(Uint8Array.of(0x80, 2, 0x7d))).toMatchObject({ what: 'is a Python pickle' })
    expect(recogniseBytes(Uint8Array.of(1, 0, 2))).toEqual({
      kind: 'other',
      what: 'is a binary file of an unknown kind',
    })
  })
  it.each([
    ['\ufeff\n<!DOCTYPE html>\n<html>', 'is a web page'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0', 'is a Git LFS pointer'],
    ['{"images": [', 'is a JSON file'],
    ['[\n  {"label": 1}', 'is a JSON file'],
    ['<?xml version="1.0"?>', 'is an XML file'],
  ])('takes %j for no table', (content, what) => {
    expect(recogniseBytes(text(content))).toMatchObject({ kind: 'other', what })
  })

  it.each(['{curly},label\n', '[1],2\n', '<b>,label\n', 'version,label\n', 'MATLAB,label\n'])(
    'takes %j for a table',
    (content) => {
      expect(recogniseBytes(text(content))).toEqual({ kind: 'text' })
    },
  )
})
