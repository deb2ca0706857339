import { describe, expect, it } from 'vitest'
import {
  bringIntoView,
  fitPoints,
  moveBy,
  nearestPoint,
  onScreen,
  pointByKey,
  pointsWithin,
  WHOLE_MAP,
  zoomAt,
} from './mapView'

/** A cross: middle, left, right, above, below. */
const POINTS = fitPoints(Float32Array.of(10, 5, 6, 5, 14, 5, 10, 7, 10, 3))
const SIZE = { width: 432, height: 232 }
const all = () => true

describe('a map on the screen', () => {
  it('fills it, with nothing out of proportion and up above', () => {
    expect([...onScreen(POINTS, WHOLE_MAP, SIZE)]).toEqual([216, 116, 16, 116, 416, 116, 216, 16, 216, 216])
  })

  it('keeps in its place what is zoomed at, and comes back whole', () => {
    const near = zoomAt(POINTS, WHOLE_MAP, SIZE, 4, 416, 116)
    const places = onScreen(POINTS, near, SIZE)
    expect(places[4]).toBeCloseTo(416, 3)
    expect(places[0]).toBeCloseTo(416 - 800, 3)
    expect(zoomAt(POINTS, near, SIZE, 1 / 8, 0, 0)).toEqual(WHOLE_MAP)
  })

  it('moves with the pointer, and never out of sight', () => {
    const near = { zoom: 4, x: 0, y: 0 }
    expect(onScreen(POINTS, moveBy(POINTS, near, SIZE, 30, -20), SIZE)[0]).toBeCloseTo(246, 3)
    expect(moveBy(POINTS, near, SIZE, -1e6, 0).x).toBe(1)
  })

  it('follows the point that is read', () => {
    const near = { zoom: 8, x: 0, y: 0 }
    expect(bringIntoView(POINTS, near, SIZE, 0)).toBe(near)
    expect(bringIntoView(POINTS, near, SIZE, 2)).toMatchObject({ zoom: 8, x: 1 })
  })

  it('of images that are all in one place has that in the middle', () => {
    expect([...onScreen(fitPoints(Float32Array.of(3, 3, 3, 3)), WHOLE_MAP, SIZE)]).toEqual([216, 116, 216, 116])
  })
})

describe('points', () => {
  const places = onScreen(POINTS, WHOLE_MAP, SIZE)

  it('are found under the pointer, unless they are hidden', () => {
    expect(nearestPoint(places, all, 220, 120, 12)).toBe(0)
    expect(nearestPoint(places, all, 240, 120, 12)).toBeUndefined()
    expect(nearestPoint(places, (point) => point !== 0, 220, 120)).toBe(4)
  })

  it('are reached by the arrow keys', () => {
    const by = (key: string, from: number) => pointByKey(key, places, all, from)
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => by(key, 0))).toEqual([1, 2, 3, 4])
    expect(by('ArrowLeft', 1)).toBe(1)
    expect(by('Enter', 1)).toBeUndefined()
    expect(pointByKey('ArrowRight', places, (point) => point !== 0, 1)).toBe(2)
  })

  it('are those inside of a rectangle', () => {
    expect(pointsWithin(places, all, { left: 200, top: 0, right: 432, bottom: 130 })).toEqual([0, 2, 3])
    expect(pointsWithin(places, (point) => point > 0, { left: 200, top: 0, right: 432, bottom: 130 })).toEqual([2, 3])
  })
})
