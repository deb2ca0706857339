import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { ProblemList } from './problemList'
import { listZip } from './zip'
import { firstEntryName } from './zipEntry'
import { createZipWriter } from './zipWriter'

const { signal } = new AbortController()
const noise = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i * 7) >> 5)
const inTwo = (bytes: Uint8Array<ArrayBuffer>) => [bytes.subarray(0, 1_000_001), bytes.subarray(1_000_001)]

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer())
}

describe('an archive that was written', () => {
  it('opens here and elsewhere, with every byte, packed or not', async () => {
    let heard = 0
    const zip = createZipWriter(signal, (bytes) => (heard += bytes))
    await zip.add('strata.json', [new TextEncoder().encode('{}')])
    await zip.add('packed/ß 猫.bin', inTwo(noise), { deflate: true })
    await zip.add('stored.bin', inTwo(noise))
    await zip.add('empty.csv', [], { deflate: true })
    const blob = zip.finish()
    expect(heard).toBe(2 + 2 * noise.length)
    expect(firstEntryName(await bytesOf(blob.slice(0, 100)))).toBe('strata.json')

    const entries = await listZip(blob, 'a.zip', new ProblemList(), signal)
    expect(entries.map(({ path, size }) => [path, size])).toEqual([
      ['strata.json', 2],
      ['packed/ß 猫.bin', noise.length],
      ['stored.bin', noise.length],
      ['empty.csv', 0],
    ])
    for (const entry of entries.slice(1, 3)) expect(Buffer.compare(await entry.read(), noise)).toBe(0)

    const elsewhere = await JSZip.loadAsync(await bytesOf(blob), { checkCRC32: true })
    expect(Object.keys(elsewhere.files)).toContain('packed/ß 猫.bin')
    expect(Buffer.compare(await elsewhere.file('stored.bin')!.async('uint8array'), noise)).toBe(0)
  })

  it('may have more entries than a plain zip counts', async () => {
    const zip = createZipWriter(signal)
    const one = Uint8Array.of(7)
    for (let i = 0; i < 66_000; i++) await zip.add(`${i}`, [one])
    const entries = await listZip(zip.finish(), 'a.zip', new ProblemList(), signal)
    expect(entries).toHaveLength(66_000)
    expect(await entries.at(-1)!.read()).toEqual(one)
  })

  it('is given up when it is no longer wanted', async () => {
    const controller = new AbortController()
    const zip = createZipWriter(controller.signal)
    function* endless() {
      for (;;) {
        yield noise
        controller.abort()
      }
    }
    await expect(zip.add('endless', endless(), { deflate: true })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
