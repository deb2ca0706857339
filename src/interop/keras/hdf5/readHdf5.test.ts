/** What the HDF5 library writes is read as it is; what leads out of a file, or in circles, ends in a sentence. */
import { File, ready } from 'h5wasm'
import { describe, expect, it } from 'vitest'
import { InteropError } from '../../interopError'
import { readFloats } from './dataTypes'
import { readHdf5, type Hdf5Object } from './readHdf5'
import { writeHdf5 } from './writeHdf5'

const { FS } = await ready

/** What the library makes of a file. `libver` as h5py has it, unless the newest form is asked for. */
function made(make: (file: File) => void, libver: 'earliest' | 'latest' = 'earliest'): Hdf5Object {
  const file = new File('made.h5', 'w', { libver: [libver, 'latest'] })
  make(file)
  file.close()
  return readHdf5(Uint8Array.from(FS.readFile('made.h5')))
}

function whyNot(read: () => unknown): string {
  try {
    read()
    return 'no error'
  } catch (error) {
    if (!(error instanceof InteropError)) throw error
    return error.message
  }
}

const values = Float32Array.from({ length: 7 * 5 * 3 }, (_, at) => Math.sin(at))
const shape = [7, 5, 3]

describe('values', () => {
  it.each([
    ['in one piece', {}],
    ['in chunks that reach over the end', { chunks: [2, 3, 3] }],
    ['compressed', { chunks: [7, 2, 2], compression: 'gzip' as const }],
    ['in one chunk', { chunks: [7, 5, 3], compression: 9 }],
  ])('are read %s', (_, how) => {
    const root = made((file) => file.create_dataset({ name: 'x', data: values, shape, dtype: '<f4', ...how }))
    expect(root.find('x')?.values()).toEqual({ shape, values })
  })

  it('are refused in chunks larger than they are, of which each would be unpacked for one of them', () => {
    const root = made((file) =>
      file.create_dataset({
        name: 'x',
        data: values,
        shape: [105, 1],
        maxshape: [105, 2 ** 20],
        chunks: [1, 2 ** 20],
        compression: 9,
        dtype: '<f4',
      }),
    )
    expect(whyNot(() => root.find('x')?.values())).toMatch(/^The HDF5 file is damaged/)
  })

  it('are read in the newest form too, where they lie in one piece', () => {
    const root = made((file) => file.create_dataset({ name: 'x', data: values, shape, dtype: '<f4' }), 'latest')
    expect(root.find('x')?.values()).toEqual({ shape, values })
  })

  it('of eight bytes become float32, and a single one has no axes', () => {
    const doubles = Float64Array.from(values)
    const root = made((file) => {
      file.create_dataset({ name: 'doubles', data: doubles, shape, dtype: '<d' })
      file.create_dataset({ name: 'one', data: [0.5], shape: [], dtype: '<f4' })
    })
    expect(root.find('doubles')?.values()).toEqual({ shape, values })
    expect(root.find('one')?.values()).toEqual({ shape: [], values: Float32Array.of(0.5) })
  })

  it('of two bytes, and the other way round, become float32 too', () => {
    const halves = Uint8Array.of(0x00, 0x3c, 0x01, 0x00, 0xff, 0xfb, 0x00, 0x7c)
    const half = { kind: 'float', size: 2, isBigEndian: false } as const
    expect(readFloats(half, halves, 4)).toEqual(Float32Array.of(1, 2 ** -24, -65_504, Infinity))
    const turned = Uint8Array.of(0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0)
    expect(readFloats({ kind: 'float', size: 4, isBigEndian: true }, turned, 2)).toEqual(Float32Array.of(1, -2))
  })

  it('of other types are refused', () => {
    const root = made((file) => {
      file.create_dataset({ name: 'whole', data: new Int32Array(4), dtype: '<i' })
      file.create_dataset({ name: 'text', data: ['a'], dtype: 'A4' })
    })
    expect(whyNot(() => root.find('whole')?.values())).toMatch(/weights that are integers of 32 bits/)
    expect(whyNot(() => root.find('text')?.values())).toMatch(/weights that are texts/)
  })
})

describe('links', () => {
  it('that lead to another file, or to a place by its name, lead nowhere', () => {
    const root = made((file) => {
      file.create_external_link('/etc/passwd', '/', 'outside')
      file.create_soft_link('/nowhere', 'soft')
    })
    expect([root.find('outside'), root.find('soft'), root.find('')]).toEqual([undefined, undefined, undefined])
  })

  it('that lead back up are followed as far as a path goes', () => {
    const root = made((file) => {
      file.create_group('a')
      file.create_hard_link('/', 'a/up')
    })
    expect(root.find('a/up/a/up')?.names()).toEqual(['a'])
  })

  it('are found among hundreds', async () => {
    const names = Array.from({ length: 700 }, (_, at) => `layer_${at}`)
    const one = { shape: [1], values: new Float32Array(1) }
    const root = readHdf5(await writeHdf5({ datasets: new Map(names.map((name) => [name, one])) }))
    expect(root.names()).toEqual(names.toSorted())
  })
})

describe('lists of texts', () => {
  it('that no header can take are cut as Keras cuts them, and read as one', async () => {
    const names = Array.from({ length: 4000 }, (_, at) => `a_layer_with_a_long_name_${at}/kernel:0`)
    const root = readHdf5(await writeHdf5({ attributes: { weight_names: names, version: '2.10.0 ä' } }))
    expect(root.texts('weight_names')).toEqual(names)
    expect(root.text('weight_names')).toBeUndefined()
    expect(root.text('weight_names0')).toBe(names[0])
    expect(root.text('version')).toBe('2.10.0 ä')
  })

  it('of 200 kB are read as one text', async () => {
    const text = 'ö'.repeat(100_000)
    expect(readHdf5(await writeHdf5({ attributes: { text } })).text('text')).toBe(text)
  })
})

describe('a file that is none', () => {
  it('is refused', () => {
    const damaged = 'The HDF5 file is damaged, or it was cut off: download or save it again.'
    expect(whyNot(() => readHdf5(new Uint8Array()))).toBe(damaged)
    expect(whyNot(() => readHdf5(new TextEncoder().encode('\u0089HDF is no signature')))).toBe(damaged)
  })
})
