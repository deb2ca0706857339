import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HEAD_BYTES, recogniseBytes, recogniseFile } from './fileKinds'

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
    expect(recogniseBytes(Uint8Array.of(0x49, 0x49, 0x2b, 0, 8))).toEqual({
      kind: 'other',
      what: 'is a BigTIFF image',
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
    ['<?xml version="1.0"?>', 'is an XML file'],
  ])('takes %j for no table', (content, what) => {
    expect(recogniseBytes(text(content))).toMatchObject({ kind: 'other', what })
  })

  it.each(['{"images": [', '[\n  {"label": 1}', '{"file_name": "a.png"}\n'])(
    'takes %j for JSON, which may be a table',
    (content) => {
      expect(recogniseBytes(text(content))).toEqual({ kind: 'json' })
    },
  )

  it.each(['{curly},label\n', '[1],2\n', '<b>,label\n', 'version,label\n', 'MATLAB,label\n'])(
    'takes %j for a table',
    (content) => {
      expect(recogniseBytes(text(content))).toEqual({ kind: 'text' })
    },
  )
})

describe('recogniseFile', () => {
  const box = (brand: string): Uint8Array => Uint8Array.of(0, 0, 0, 24, ...text(`ftyp${brand}`), 0, 0, 0, 0)
  const dicom = new Uint8Array(200)
  dicom.set(text('DICM'), 128)
  const binary = Uint8Array.of(24, 0, 0, 0, 1, 2, 3)

  it.each([
    ['a.heic', box('heic'), 'is a HEIC image'],
    ['a.heif', box('mif1'), 'is a HEIC image'],
    ['a.mp4', box('isom'), 'is a film'],
    ['a.cr3', box('crx '), 'is a camera’s raw image'],
    ['a.nef', Uint8Array.of(0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8), 'is a camera’s raw image'],
    ['a.DNG', Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0), 'is a camera’s raw image'],
    ['scan', dicom, 'is a DICOM image'],
    ['scan.dcm', binary, 'is a DICOM image'],
    ['a.psd', text('8BPS\0\x01'), 'is a Photoshop file'],
    [
      'a.svg',
      text('<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg">'),
      'is an SVG drawing',
    ],
    ['a.svg', text('<svg width="3">'), 'is an SVG drawing'],
    ['a.parquet', text('PAR1\x15\0'), 'is a Parquet file'],
    ['train.tfrecord-00000-of-00005', binary, 'is a TFRecord file'],
    ['a.mat', text('MATLAB 5.0 MAT-file, Platform: PCWIN64\0'), 'is a MATLAB file'],
    ['data.pkl', text('(dp0\nS"data"\np1\n'), 'is a Python pickle'],
    ['data_batch_1', Uint8Array.of(0x80, 2, 0x7d), 'is a Python pickle'],
  ])('names %s, and says what to do', (path, bytes, what) => {
    const kind = recogniseFile(bytes, { path, size: bytes.length })
    expect(kind).toMatchObject({ kind: 'other', what })
    expect(kind).toHaveProperty('advice')
  })

  it('leaves to the bytes what they say', () => {
    expect(recogniseFile(fixture('grey.png'), { path: 'a.dcm', size: 1 })).toEqual({ kind: 'image' })
    expect(recogniseFile(text('label,pixel0\n'), { path: 'a.rec', size: 1 })).toEqual({ kind: 'text' })
    expect(recogniseFile(new Uint8Array(0), { path: 'a.pkl', size: 1 })).toMatchObject({ what: 'is empty' })
  })
})
