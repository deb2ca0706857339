import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../data/dataset'
import { findThumbnails } from './thumbnails'

function datasetOf(width: number, height: number, channels: number, valueOf: (at: number) => number): Dataset {
  return {
    name: 'images',
    width,
    height,
    channels,
    count: 1,
    pixels: Uint8Array.from({ length: width * height * channels }, (_, at) => valueOf(at)),
    classes: ['cat'],
    labels: new Uint16Array(1),
    splits: new Uint8Array(1),
    paths: ['cat.png'],
  }
}

const PAGE = { offset: 0, limit: 10 }

describe('findThumbnails', () => {
  it('shows a small image pixel by pixel, grey as three equal values', () => {
    const { rgba, width, height } = findThumbnails(
      datasetOf(2, 1, 1, (at) => 100 + at),
      PAGE,
    )
    expect([width, height]).toEqual([2, 1])
    expect([...rgba]).toEqual([100, 100, 100, 255, 101, 101, 101, 255])
  })

  it('makes a large image smaller, each channel by its mean', () => {
    const { rgba, width, height } = findThumbnails(
      datasetOf(300, 600, 3, (at) => [10, 20, at % 2 === 0 ? 0 : 200][at % 3] ?? 0),
      PAGE,
    )
    expect([width, height]).toEqual([60, 120])
    expect(rgba).toHaveLength(60 * 120 * 4)
    expect([...rgba.subarray(0, 8)]).toEqual([10, 20, 80, 255, 10, 20, 120, 255])
  })

  it('shows an image that is one pixel high', () => {
    const { rgba, width, height } = findThumbnails(
      datasetOf(256, 1, 1, () => 7),
      PAGE,
    )
    expect([width, height]).toEqual([128, 1])
    expect(rgba.every((value, at) => value === (at % 4 === 3 ? 255 : 7))).toBe(true)
  })
})
