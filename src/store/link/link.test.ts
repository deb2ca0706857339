import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createLayer, createStack } from '../../model/graph/stack'
import { parseProject } from '../../model/project'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { isLink, LinkError, readLink, writeLink } from './link'

const stack = createStack('image', [
  { ...createLayer('Conv2D', { filters: 7 }), name: 'eyes' },
  createLayer('Flatten'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])
const project = { stack, recipe: { ...DEFAULT_RECIPE, epochs: 17, seed: 3 } }
const PAGE = 'https://strata.example/studio/?backend=processor'

const encode = (bytes: Uint8Array): string => `#open=${Buffer.from(bytes).toString('base64url')}`

describe('a link', () => {
  it('holds the document, behind what is sent', async () => {
    const link = await writeLink(project, `${PAGE}#runs`)
    const { hash, origin, pathname, search } = new URL(link)
    expect(origin + pathname + search).toBe(PAGE)
    expect(isLink(hash)).toBe(true)
    expect(parseProject(await readLink(hash))).toEqual(project)
    // Mail and chats break longer ones.
    expect(link.length).toBeLessThan(2000)
  })

  it('is refused in a sentence when it was cut off anywhere, or changed', async () => {
    const { hash } = new URL(await writeLink(project, PAGE))
    for (let length = '#open='.length; length < hash.length; length++) {
      const text = await readLink(hash.slice(0, length)).catch((error: unknown) => error)
      expect(text).toBeInstanceOf(LinkError)
    }
    for (const odd of ['#open=', '#open=%', '#open=Ärger', encode(new Uint8Array(40))])
      await expect(readLink(odd)).rejects.toBeInstanceOf(LinkError)
  })

  it('is refused when it would unpack to far more than layers', async () => {
    const bomb = encode(deflateRawSync(Buffer.alloc(2 ** 26)))
    await expect(readLink(bomb)).rejects.toThrow('more than layers and a recipe')
  })

  it('is none for addresses of rooms and views', () => {
    for (const hash of ['', '#runs', '#runs/12', '#bench', '#use', '#opened']) expect(isLink(hash)).toBe(false)
  })
})
