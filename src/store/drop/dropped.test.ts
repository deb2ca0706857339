import { describe, expect, it } from 'vitest'
import { joinDropped, nameDropped, type Dropped } from './dropped'

describe('two drops', () => {
  const file = (path: string, content: string) => ({ path, file: new File([content], path, { lastModified: 1 }) })
  const signal = new AbortController().signal

  it('of files are one list, in which each is once', () => {
    const [images, table] = [file('images.zip', 'zip'), file('labels.csv', 'csv')]
    const joined = joinDropped([images], [table, file('images.zip', 'zip')])
    expect(joined).toEqual([images, table])
    expect(nameDropped(joined)).toBe('images.zip + labels.csv')
    expect(joinDropped([table], [file('labels.csv', 'other')])).toHaveLength(2)
  })

  it('of a folder and files are listed one after the other, and counted on', async () => {
    const counts: number[] = []
    const folder: Dropped = {
      name: 'pets',
      list: (_, onListed) => {
        onListed(1)
        return Promise.resolve([file('pets/cat.png', 'png')])
      },
    }
    const joined = joinDropped(joinDropped([file('labels.csv', 'csv')], folder), folder)
    expect(nameDropped(joined)).toBe('labels.csv + pets + pets')
    const files = 'list' in joined ? await joined.list(signal, (count) => counts.push(count)) : joined
    expect(files.map(({ path }) => path)).toEqual(['labels.csv', 'pets/cat.png', 'pets/cat.png'])
    expect(counts).toEqual([2, 3])
  })
})
