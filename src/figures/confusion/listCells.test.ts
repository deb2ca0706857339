import { describe, expect, it } from 'vitest'
import { listCells } from './listCells'

const CONFUSION = [3, 1, 0, 0, 6, 0, 2, 0, 2]

describe('the list of cells', () => {
  it('leaves out those without images and has the fullest first', () => {
    expect(listCells(CONFUSION, 3, 10)).toEqual({
      listed: [
        { truth: 1, guess: 1, images: 6, share: 1 },
        { truth: 0, guess: 0, images: 3, share: 0.75 },
        { truth: 2, guess: 0, images: 2, share: 0.5 },
        { truth: 2, guess: 2, images: 2, share: 0.5 },
        { truth: 0, guess: 1, images: 1, share: 0.25 },
      ],
      more: 0,
    })
  })

  it('counts those that are left out for their number', () => {
    const { listed, more } = listCells(CONFUSION, 3, 2)
    expect(listed.map(({ images }) => images)).toEqual([6, 3])
    expect(more).toBe(3)
  })

  it('is empty before an image was looked at', () => {
    expect(listCells([0, 0, 0, 0], 2, 10)).toEqual({ listed: [], more: 0 })
  })
})
