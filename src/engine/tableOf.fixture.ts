import type { SourceFile } from '../files/sourceFile'
import { createRandom } from '../model/random'

/** For tests: a table of 4 x 4 pixels, one row an image, its label first; `broken` rows have a value too few. */
export function tableOf(name: string, labels: readonly string[], seed = 1, broken = 0): SourceFile {
  const random = createRandom(seed)
  const rows = labels.map((label) => [label, ...Array.from({ length: 16 }, () => random.integer(256))].join(','))
  const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join(',')
  const text = [header, ...rows, ...Array.from({ length: broken }, () => `${labels[0]},1,2`)].join('\n')
  return { path: name, file: new File([text], name) }
}
