import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { type ColumnsDecision, decideColumns } from './imageColumns'
import { readSplit } from './readSplit'
import { profileTable } from '../tables/profileTable'

/** For a table that came with images called `a.png` to `z.png`, or `1` to `99`. */
async function decide(...lines: string[]): Promise<ColumnsDecision> {
  const profile = await profileTable(entryOf('t.csv', lines.join('\n')))
  return decideColumns(
    profile!,
    (paths) => paths.filter((path) => /^(([a-z]+\/)?[a-z]\.png|[1-9]\d?)$/.test(path)).length,
  )
}

const clear = (path: number, label: number, split?: number): object => ({
  kind: 'clear',
  columns: { path, label, ...(split === undefined ? {} : { split }) },
})

describe('decideColumns', () => {
  it.each([
    ['Ludwig’s names', ['image_path,label,split', 'a.png,cat,0', 'b.png,dog,2'], clear(0, 1, 2)],
    [
      'Ludwig’s names, whatever else there is',
      ['id,label,class,image_path', '1,cat,x,a.png', '2,dog,y,b.png'],
      clear(3, 1),
    ],
    ['other names', ['File Name,Target,Sub-set', 'a.png,cat,train', 'b.png,dog,test'], clear(0, 1, 2)],
    ['names in another order', ['CLASS_ID,extra,Filename', '3,x,a.png', '4,y,b.png'], clear(2, 0)],
    ['a path that nothing names', ['what,label', 'a.png,cat', 'b.png,dog'], clear(0, 1)],
    ['two columns that nothing names', ['this,that', 'a.png,cat', 'b.png,dog'], clear(0, 1)],
    ['numbers as names', ['id,label', '1,5', '2,7', '3,5', '4,7', '5,7'], clear(0, 1)],
    [
      'a path by its name, where splits and labels are called like files',
      ['image_path,label,split', 'img/cat/x,1,1', 'img/dog/y,2,2'],
      { ...clear(0, 1, 2), share: 0 },
    ],
    ['no header', ['a.png,cat', 'b.png,dog'], clear(0, 1)],
    ['no header and splits', ['a.png,cat,train', 'b.png,dog,test'], clear(0, 1, 2)],
    [
      'a label that is a folder, without header, and splits',
      ['cat/a.png,cat,train', 'dog/b.png,dog,test'],
      clear(0, 1, 2),
    ],
    ['a label that is a folder, without header, and numbers', ['cat/a.png,cat,0', 'dog/b.png,dog,2'], clear(0, 1, 2)],
    [
      'a split that is a folder, and no label',
      ['file,kind,part,x', 'train/a.png,cat,train,q', 'test/b.png,dog,test,r', 'test/c.png,dog,test,r'],
      { kind: 'doubtful', guess: { path: 0, label: 1, split: 2 } },
    ],
    ['folds that are no splits', ['image,label,fold', 'a.png,cat,7', 'b.png,dog,9'], clear(0, 1)],
    ['images that did not come', ['image_path,label', 'x/1.jpg,cat', 'x/2.jpg,dog'], { ...clear(0, 1), share: 0 }],
    [
      'two labels',
      ['image,class,category', 'a.png,cat,7', 'b.png,dog,9'],
      { kind: 'doubtful', guess: { path: 0, label: 1 } },
    ],
    [
      'no label by name',
      ['image,width,colour', 'a.png,7,red', 'b.png,9,red', 'c.png,8,blue'],
      { kind: 'doubtful', guess: { path: 0, label: 2 } },
    ],
    [
      'no label by name, and a column that says the same of all',
      ['image,kind,colour,id', 'a.png,x,red,7', 'b.png,x,red,8', 'c.png,x,blue,9'],
      { kind: 'doubtful', guess: { path: 0, label: 2 } },
    ],
    [
      'one column a class',
      ['image_id,rust,scab,healthy', 'a.png,1,0,0', 'b.png,0.0,1.0,0', 'c.png,0,0,1'],
      { ...clear(0, 1), oneHot: { columns: [1, 2, 3], classes: ['rust', 'scab', 'healthy'] } },
    ],
    ['a label and boxes', ['a.png,cat,0,0,62,62', 'b.png,dog,5,7,59,60'], clear(0, 1)],
    ['boxes alone', ['a.png,0,0,62,62', 'b.png,5,7,59,60'], { kind: 'unlabelled' }],
    ['no labels', ['image', 'a.png', 'b.png'], { kind: 'unlabelled' }],
    ['something else', ['width,height', '128,129', '130,131'], { kind: 'noImages' }],
  ])('%s', async (_, lines, decision) => {
    expect(await decide(...lines)).toMatchObject(decision)
  })

  it('tells a header from a row', async () => {
    expect((await decide('image,label', 'a.png,cat', 'b.png,dog')).hasHeader).toBe(true)
    expect((await decide('a.png,cat', 'b.png,dog')).hasHeader).toBe(false)
  })
})

describe('readSplit', () => {
  it('knows Ludwig’s numbers and the usual words', () => {
    expect(['0', '1', '2', '2.0', 'train', 'Validation', 'TEST', 'holdout', '3', ''].map(readSplit)).toEqual([
      0,
      1,
      2,
      2,
      0,
      1,
      2,
      undefined,
      undefined,
      undefined,
    ])
  })
})
