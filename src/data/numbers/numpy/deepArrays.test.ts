import { describe, expect, it } from 'vitest'
import { imageOf, runImport, zipOf } from '../../import/runImport.fixture'

/** An array of NumPy's format 1.0, little-endian. */
function npy(type: 'u2' | 'i4' | 'u1', shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  const head = `{'descr': '<${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117) + '\n'
  const itemBytes = Number(type[1])
  const file = new Uint8Array(128 + itemBytes * values.length)
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0, ...new TextEncoder().encode(head)])
  const view = new DataView(file.buffer)
  for (const [i, value] of values.entries()) {
    if (itemBytes === 1) view.setUint8(128 + i, value)
    else if (itemBytes === 2) view.setUint16(128 + 2 * i, value, true)
    else view.setInt32(128 + 4 * i, value, true)
  }
  return file
}
/** Two images of 2 x 1 to train on, and two to test, of two classes. */
const set = (type: 'u2' | 'i4', train: readonly number[], test: readonly number[]): File =>
  zipOf(
    {
      'x_train.npy': npy(type, [2, 1, 2], train),
      'y_train.npy': npy('u1', [2], [0, 1]),
      'x_test.npy': npy(type, [2, 1, 2], test),
      'y_test.npy': npy('u1', [2], [0, 1]),
    },
    'set.npz',
  )
const imagesOf = async (...given: Parameters<typeof runImport>): Promise<number[][]> => {
  const imported = await runImport(...given)
  return [0, 1, 2, 3].map((image) => imageOf(imported, image))
}

describe('arrays of integers of more than a byte', () => {
  it.each(['u2', 'i4'] as const)('are spread from the fewest bits that hold all of them, in %s', async (type) => {
    const imported = await runImport([set(type, [0, 4095, 2048, 1], [1023, 0, 300, 0])])
    // The test images are dim, and on the scale of the train images all the same.
    expect([0, 1, 2, 3].map((image) => imageOf(imported, image))).toEqual([[0, 255], [128, 0], [64, 0], [19, 0]]) // prettier-ignore
    expect(imported.notes.join()).toContain('uses 12 bits, so 4,095 was taken for white')
    expect(imported.open).toEqual(['bits'])
  })

  it('stay as they are when they use a byte, or all bits', async () => {
    expect(await imagesOf([set('i4', [0, 255, 9, 1], [3, 0, 30, 0])])).toEqual([[0, 255], [9, 1], [3, 0], [30, 0]]) // prettier-ignore
    const imported = await runImport([set('u2', [0, 65_535, 257, 0], [0, 0, 514, 0])])
    expect([0, 1, 2, 3].map((image) => imageOf(imported, image))).toEqual([[0, 255], [1, 0], [0, 0], [2, 0]]) // prettier-ignore
    expect(imported.notes.join()).not.toContain('bits')
  })

  it('have as many bits as a person says', async () => {
    const dim = set('u2', [0, 4095, 2048, 0], [1023, 0, 300, 0])
    expect((await imagesOf([dim], { bits: 16 }))[0]).toEqual([0, 16])
    expect((await imagesOf([dim], { bits: 10 })).slice(0, 2)).toEqual([[0, 255], [255, 0]]) // prettier-ignore
  })

  it('raise a question beyond 16 bits', async () => {
    await expect(runImport([set('i4', [0, 70_000, 1, 0], [0, 1, 2, 3])])).rejects.toThrow('It asks about x_train.npy')
  })
})
