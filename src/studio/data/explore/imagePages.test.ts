import type { Thumbnails } from '../../../engine/protocol/data'
import { describe, expect, it } from 'vitest'
import { createImagePages, PAGE_SIZE } from './imagePages'

const SIDE = 4

/** A worker's end that answers when it is told to: image 1000 + n is at position n. */
function createSource(total: number, side = SIDE) {
  const open: { readonly offset: number; answer(): void; fail(): void }[] = []
  const log: number[] = []
  const page = (offset: number, limit: number): Promise<Thumbnails> =>
    new Promise((resolve, reject) => {
      log.push(offset / PAGE_SIZE)
      const count = Math.max(0, Math.min(limit, total - offset))
      const items = Array.from({ length: count }, (_, i) => ({
        index: 1000 + offset + i,
        label: String((offset + i) % 10),
        split: 'train' as const,
        path: `${offset + i}.png`,
      }))
      const rgba = new Uint8ClampedArray(count * side * side * 4)
      open.push({
        offset,
        answer: () => resolve({ total, items, rgba, width: side, height: side }),
        fail: () => reject(new Error('There are no images.')),
      })
    })
  const flush = async (): Promise<void> => {
    while (open.length > 0) {
      open.shift()?.answer()
      await tick()
    }
  }
  const all = (): Promise<Uint32Array> =>
    Promise.resolve(Uint32Array.from({ length: total }, (_, position) => 1000 + position))
  return { source: { page, all }, open, log, flush }
}

const tick = () => new Promise((resolve) => setTimeout(resolve))

describe('pages of images', () => {
  it('come as they are in view, two at a time, and the neighbours after them', async () => {
    const { source, open, log, flush } = createSource(10_000)
    const pages = createImagePages(source)
    pages.show(0, 100)
    await flush()
    expect(pages.total()).toBe(10_000)
    expect(pages.facts(7)).toMatchObject({ index: 1007, path: '7.png' })
    expect(pages.facts(5000)).toBeUndefined()

    pages.show(10 * PAGE_SIZE, 12 * PAGE_SIZE + 5)
    expect(log.slice(-2)).toEqual([11, 10])
    expect(open).toHaveLength(2)
    await flush()
    expect(log.slice(-3)).toEqual([12, 13, 9])
    expect(pages.facts(12 * PAGE_SIZE)?.index).toBe(1000 + 12 * PAGE_SIZE)
  })

  it('leave out what was scrolled past before its turn', async () => {
    const { source, log, flush } = createSource(100_000)
    const pages = createImagePages(source)
    pages.show(0, 1)
    await flush()
    for (let page = 10; page < 60; page++) pages.show(page * PAGE_SIZE, page * PAGE_SIZE + 100)
    await flush()
    expect(log.length).toBeLessThan(12)
    expect(pages.page(59)).toBeDefined()
  })

  it('are forgotten, the oldest first, when they take too much', async () => {
    const side = 96
    const { source, flush } = createSource(100_000, side)
    const pages = createImagePages(source)
    for (let page = 0; page < 20; page++) {
      pages.show(page * PAGE_SIZE, page * PAGE_SIZE + 10)
      await flush()
    }
    expect(pages.page(19)).toBeDefined()
    expect(pages.page(0)).toBeUndefined()
    const kept = Array.from({ length: 21 }, (_, i) => pages.page(i)?.rgba.byteLength ?? 0)
    expect(kept.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(64_000_000)
  })

  it('say why there are none, and ask again when the view moves', async () => {
    const { source, open, flush } = createSource(500)
    const pages = createImagePages(source)
    let told = 0
    pages.subscribe(() => told++)
    pages.show(0, 10)
    open.shift()?.fail()
    await tick()
    expect(pages.trouble()).toBe('There are no images.')
    expect(told).toBe(1)
    pages.show(0, 10)
    await flush()
    expect(pages.trouble()).toBeUndefined()
    expect(pages.total()).toBe(500)
  })

  it('name the images of a selection, those too that were never in view', async () => {
    const { source, log, flush } = createSource(2000)
    const pages = createImagePages(source)
    pages.show(0, 10)
    await flush()
    expect(await pages.listImages([[3, 5]])).toEqual([1003, 1004])
    const selected = await pages.listImages([
      [3, 5],
      [250, 1900],
    ])
    const expected = [3, 4, ...Array.from({ length: 1650 }, (_, i) => 250 + i)].map((position) => 1000 + position)
    expect(selected).toEqual(expected)
    expect(log.length).toBeLessThan(4)
  })

  it('name none when the images are no longer those on show', async () => {
    const { source, flush } = createSource(2000)
    const pages = createImagePages({ ...source, all: () => Promise.resolve(new Uint32Array(1999)) })
    pages.show(0, 10)
    await flush()
    expect(await pages.listImages([[0, 2000]])).toEqual([])
  })

  it('name none, and say why, when the engine refuses', async () => {
    const { source, flush } = createSource(2000)
    const pages = createImagePages({ ...source, all: () => Promise.reject(new Error('The engine was restarted.')) })
    pages.show(0, 10)
    await flush()
    expect(await pages.listImages([[0, 2000]])).toEqual([])
    expect(pages.trouble()).toBe('The engine was restarted.')
  })
})
