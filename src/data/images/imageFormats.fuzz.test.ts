/** Damaged images of every format: a size, pixels or a sentence, of a bounded size. */
import { crc32 } from '../../files/crc32.fixture'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { batchOf } from './batchOf.fixture'
import { mutations } from '../mutate.fixture'
import { findFormat } from './imageFormats'
import { decodeBatch } from './images'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const filesOf = (folder: string, extension: string): Uint8Array[] =>
  readdirSync(new URL(folder, FIXTURES))
    .filter((name) => name.endsWith(extension))
    .map((name) => new Uint8Array(readFileSync(new URL(`${folder}${name}`, FIXTURES))))

/** The same damage with checksums that fit, so that the reader looks behind them. */
function repairPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer)
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at)
    if (end + 4 > bytes.length) break
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)))
    at = end + 4
  }
  return bytes
}

const WRITTEN = new TextEncoder().encode('P3\n# written\n2 2\n1023\n0 1 2  3 4 5\n6 7 8 1023 10 11\n')

const SAMPLES = {
  PNG: filesOf('', '.png'),
  JPEG: [...filesOf('', '.jpg'), ...filesOf('formats/', '.jpg')],
  WebP: filesOf('formats/', '.webp'),
  GIF: filesOf('formats/', '.gif'),
  BMP: filesOf('formats/', '.bmp'),
  AVIF: filesOf('formats/', '.avif'),
  TIFF: filesOf('formats/', '.tif'),
  Netpbm: [...filesOf('formats/', '.ppm'), ...filesOf('formats/', '.pgm'), ...filesOf('formats/', '.pbm'), WRITTEN],
}

describe.each(Object.entries(SAMPLES))('%s', (name, samples) => {
  it('is read or refused in a sentence, whatever is damaged', async () => {
    for (const { bytes: damaged, run } of mutations(samples, 1)) {
      const bytes = name === 'PNG' && run % 2 === 0 ? repairPng(damaged) : damaged
      const size = findFormat(bytes)?.readSize(bytes)
      if (size !== undefined) {
        expect([run, Number.isSafeInteger(size.width), Number.isSafeInteger(size.height)]).toEqual([run, true, true])
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(0)
      }
      const decoded = await decodeBatch(batchOf([bytes], { width: 8, height: 8 }))
      const [failure] = decoded.failures
      expect([run, decoded.pixels.length]).toEqual([run, failure === undefined ? 64 * decoded.channels[0]! : 0])
      if (failure !== undefined) expect(failure.message).toMatch(/^(is|has) /)
    }
  })
})
