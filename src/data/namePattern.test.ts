import { describe, expect, it } from 'vitest'
import { parsePattern, readClass } from './namePattern'

function read(pattern: string, name: string): string | undefined {
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return readClass(parsed, name)
}

describe('a pattern of names', () => {
  it.each([
    ['{class}.#', 'cat.0.jpg', 'cat'],
    ['{class}.#', '0.jpg', undefined],
    ['{class}.#', 'cat.0a.jpg', undefined],
    ['{class}.*.jpg', 'cat.0.jpg', 'cat'],
    ['{class}.*.jpg', 'cat.0.png', undefined],
    ['{class}_#', 'great_pyrenees_12.jpg', 'great_pyrenees'],
    ['{class}_*', 'great_pyrenees_12.jpg', 'great'],
    ['*_{class}', 'a_b_c.png', 'c'],
    ['*_{class}_*', 'a_b_c_d.png', 'b'],
    ['*_*_{class}_*', 'a_b_c_d.png', 'c'],
    ['{class}#', 'cat12.png', 'cat'],
    ['#{class}', '12cat.png', 'cat'],
    ['{class}#', 'a1b23.png', 'a1b'],
    ['#_{class}', '12_7.png', '7'],
    ['{class}-!-#', 'Class 1-!-0.jpg', 'Class 1'],
    ['{CLASS} (#)', 'red rose (12).jpg', 'red rose'],
    ['*#{class}S', 'AF01ANS.JPG', 'AN'],
    ['{class}', 'cat.png', 'cat'],
    ['{class}.#', 'cat.0', 'cat'],
    ['{class}_#', ' _1.png', undefined],
    ['*a*a*a*a*a*a*a*a*_{class}', `${'a'.repeat(500)}.png`, undefined],
    ['{class}_*', `${'a'.repeat(600)}_1.png`, undefined],
  ])('%s reads %s as %s', (pattern, name, label) => {
    expect(read(pattern, name)).toBe(label)
  })

  it.each([
    ['', 'Write {class} where the class stands in the names.'],
    ['*_#', 'Write {class} where the class stands in the names.'],
    ['{class}_{class}', '{class} may stand there once.'],
    ['{class}*', 'Put what parts {class} from * between them, such as _ or a dot.'],
    ['*{class}', 'Put what parts {class} from * between them, such as _ or a dot.'],
    ['{label}_#', 'Braces are for {class} alone: the others are * and #.'],
    ['{class', 'Braces are for {class} alone: the others are * and #.'],
    ['train/{class}.#', 'The pattern is of the file’s own name, without its folders.'],
    [`{class}_${'x'.repeat(200)}`, 'The pattern is longer than 200 letters: write * for most.'],
  ])('%s is refused', (pattern, problem) => {
    expect(parsePattern(pattern)).toEqual({ problem })
  })
})
