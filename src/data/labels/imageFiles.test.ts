import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { ImageFiles } from './imageFiles'
import type { SourceEntry } from '../../files/sourceEntry'

/** A file by its path, as `set.zip:train/0.png` when it is in an archive. */
function at(path: string): SourceEntry {
  const [archive, inside] = path.split(':')
  return inside === undefined ? entryOf(path, '') : { ...entryOf(inside, ''), archive: archive! }
}

/** The images that a table's paths are taken for. */
function find(images: readonly string[], table: string, ...paths: string[]): (string | undefined)[] {
  const places = new ImageFiles(images.map(at)).find(paths, at(table))
  return places.map((place) => (place === undefined ? undefined : images[place]))
}

describe('ImageFiles', () => {
  const SPLITS = ['set.zip:d/train/0.png', 'set.zip:d/train/1.png', 'set.zip:d/test/0.png', 'set.zip:d/test/1.png']

  it('finds the images in the folder that the table lies in before others of the same names', () => {
    expect(find(SPLITS, 'set.zip:d/train/labels.csv', '0.png', '1.png')).toEqual(SPLITS.slice(0, 2))
    expect(find(SPLITS, 'set.zip:d/test/labels.csv', '0', '1')).toEqual(SPLITS.slice(2))
  })

  it('finds the images in the folder beside the table that is named as the same split', () => {
    expect(find(SPLITS, 'set.zip:d/train.csv', '0.png', '1.png')).toEqual(SPLITS.slice(0, 2))
    expect(find(SPLITS, 'set.zip:d/test_labels.csv', '0.png', '1.png')).toEqual(SPLITS.slice(2))
    const loose = ['train_images/0.png', 'test_images/0.png']
    expect(find(loose, 'Test.csv', '0.png')).toEqual(['test_images/0.png'])
  })

  it('takes no image of the same name elsewhere for one that is missing', () => {
    const images = [...SPLITS, 'set.zip:d/test/2.png']
    expect(find(images, 'set.zip:d/train/labels.csv', '0.png', '1.png', '2.png')).toEqual([
      ...SPLITS.slice(0, 2),
      undefined,
    ])
  })

  it('finds images that a table names from another folder', () => {
    const images = ['set.zip:images/0.png', 'set.zip:images/1.png']
    expect(find(images, 'set.zip:meta/ludwig.csv', '../images/0.png', '../images/1.png')).toEqual(images)
    expect(find(images, 'set.zip:meta/train.csv', 'images/0.png', 'images/1.png')).toEqual(images)
  })

  it('prefers a table’s own archive, then the one of its name, to others', () => {
    const images = ['a.zip:0.png', 'b.zip:0.png', 'test.zip:0.png']
    expect(find(images, 'b.zip:labels.csv', '0.png')).toEqual(['b.zip:0.png'])
    expect(find(images, 'test.csv', '0.png')).toEqual(['test.zip:0.png'])
    expect(find(images, 'labels.csv', 'a/0.png', 'b/0.png')).toEqual(['a.zip:0.png', 'b.zip:0.png'])
  })
})
