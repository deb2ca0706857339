import { readFileSync } from 'node:fs'
import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_ENTRY_BYTES, openArchive } from './archive'
import { ImportError } from './dataset'
import { makeZip, type ZipEntryRecipe } from './fixtures/makeZip'
import { ProblemList } from './problems'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))

/** Each entry's text, or why it has none. */
async function readAll(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ contents: Record<string, string>; problems: string[] }> {
  const problems = new ProblemList()
  const { entries, readEntries } = await openArchive(new File([bytes], 'set.zip'), problems)
  const contents = await readEntries([...entries.values()], new AbortController().signal)
  const texts = contents.map((content) =>
    'message' in content
      ? content.message
      : Buffer.concat(content.pieces.map((piece) => Buffer.from(piece))).toString(),
  )
  return {
    contents: Object.fromEntries([...entries.keys()].map((name, i) => [name, texts[i]!])),
    problems: problems.list().map(({ message }) => message),
  }
}

const read = (entries: readonly ZipEntryRecipe[], options?: { zip64?: boolean }): ReturnType<typeof readAll> =>
  readAll(makeZip(entries, options))

describe('openArchive', () => {
  it('lists the files of an Info-ZIP archive, without folders and what macOS leaves behind', async () => {
    const { entries } = await openArchive(new File([fixture('infoZip.zip')], 'set.zip'), new ProblemList())
    expect([...entries.keys()].toSorted()).toEqual([
      'digits/testing/0/0.png',
      'digits/testing/1/1.png',
      ...[0, 2, 4].map((i) => `digits/training/0/${i}.png`),
      ...[1, 3, 5].map((i) => `digits/training/1/${i}.png`),
    ])
  })

  it('reads stored and deflated entries, Zip64, and names in any script', async () => {
    const long = 'strata '.repeat(20_000)
    const entries = [
      { name: 'a.txt', bytes: bytesOf('stored') },
      { name: 'ä/數字.txt', bytes: bytesOf(long), deflate: true },
      { name: 'empty.txt', bytes: bytesOf('') },
    ]
    for (const zip64 of [false, true]) {
      const { contents } = await read(entries, { zip64 })
      expect(contents).toEqual({ 'a.txt': 'stored', 'ä/數字.txt': long, 'empty.txt': '' })
    }
  })

  it('leaves out names that point outside the archive, and says so', async () => {
    const { contents, problems } = await read(
      [
        'good.txt',
        '../evil.txt',
        'a/../../worse.txt',
        '/etc/passwd',
        'C:\\evil.txt',
        '..\\worst.txt',
        'a\\fine.txt',
        'a/..b.txt',
      ].map((name) => ({
        name,
        bytes: bytesOf(name),
      })),
    )
    expect(Object.keys(contents).toSorted()).toEqual(['a/..b.txt', 'a/fine.txt', 'good.txt'])
    expect(problems).toHaveLength(5)
    expect(problems[0]).toBe('“../evil.txt” names a place outside the archive, so it was left out.')
  })

  it('takes the last of several entries with one name, as unpacking would', async () => {
    const { contents } = await read([
      { name: 'a.txt', bytes: bytesOf('first') },
      { name: 'a.txt', bytes: bytesOf('second') },
    ])
    expect(contents).toEqual({ 'a.txt': 'second' })
  })

  it('stops an entry that unpacks to more than the bound, whatever it claims, and reads the others', async () => {
    const bomb = deflateSync(new Uint8Array(MAX_ENTRY_BYTES + 1))
    const { contents } = await read([
      { name: 'honest.png', bytes: new Uint8Array(0), packed: bomb, claimedSize: MAX_ENTRY_BYTES + 1 },
      { name: 'lying.png', bytes: new Uint8Array(0), packed: bomb, claimedSize: 100 },
      { name: 'good.txt', bytes: bytesOf('still here'), deflate: true },
    ])
    expect(contents).toEqual({
      'honest.png': 'unpacks to more than 32 MB',
      'lying.png': 'unpacks to more than 32 MB',
      'good.txt': 'still here',
    })
  })

  it('reads an entry that is larger than what is read side by side', async () => {
    const text = 'x'.repeat(3 * 2 ** 20)
    const { contents } = await read([
      { name: 'large.txt', bytes: bytesOf(text), deflate: true },
      { name: 'small.txt', bytes: bytesOf('small') },
    ])
    expect(contents['large.txt']?.length).toBe(text.length)
    expect(contents['small.txt']).toBe('small')
  })

  it('says of a damaged entry that it is, and reads the others', async () => {
    const { contents } = await read([
      { name: 'damaged.png', bytes: bytesOf('what it was'), packed: Uint8Array.of(255, 255, 1, 2, 3) },
      { name: 'shorter.png', bytes: bytesOf('abc'), claimedSize: 7 },
      { name: 'good.txt', bytes: bytesOf('good') },
    ])
    expect(contents).toEqual({
      'damaged.png': 'is damaged in the archive',
      'shorter.png': 'is damaged in the archive',
      'good.txt': 'good',
    })
  })

  const whole = makeZip([{ name: 'a.txt', bytes: bytesOf('some text in it') }])
  it.each([
    ['cut off', whole.slice(0, 40), 'set.zip is cut off or damaged: download or zip it again.'],
    ['cut off near its end', whole.slice(0, -3), 'set.zip is cut off or damaged: download or zip it again.'],
    ['encrypted', fixture('encrypted.zip'), 'set.zip holds encrypted files: zip the images again without a password.'],
    ['empty', makeZip([]), 'set.zip holds no files: zip the folder with the images again.'],
    [
      'folders only',
      makeZip([{ name: 'a/', bytes: bytesOf('') }]),
      'set.zip holds no files: zip the folder with the images again.',
    ],
    [
      'full of names that point outside it',
      makeZip([{ name: '/etc/passwd', bytes: bytesOf('root') }]),
      'set.zip holds only files whose names point outside it: zip the folder with the images again.',
    ],
    [
      'compressed in a rare way',
      makeZip([{ name: 'a.txt', bytes: bytesOf('x'), method: 93 }]),
      'set.zip is compressed in a way that can’t be read here: zip the images again with the usual method, Deflate.',
    ],
  ])('refuses an archive that is %s', async (_, bytes, message) => {
    await expect(readAll(bytes)).rejects.toMatchObject({ name: 'ImportError', message })
  })

  it('ends in entries or an ImportError for any damage to an archive', async () => {
    const sound = makeZip([
      { name: 'a.txt', bytes: bytesOf('some text in it') },
      { name: 'b/c.txt', bytes: bytesOf('abc '.repeat(100)), deflate: true },
    ])
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(sound.length), async (changes, cut) => {
        const bytes = cut % 4 === 0 ? sound.slice(0, cut) : sound.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          await readAll(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError)
        }
      }),
      { numRuns: 300, seed: 5 },
    )
  })
})
