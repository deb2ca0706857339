/** The white of NumPy arrays whose integers have more than a byte: one for all arrays of a drop, since train and test must be on one scale. */
import { ImportError } from '../../../files/importProblem'
import type { SourceEntry } from '../../../files/sourceEntry'
import { leastWhite } from '../../images/pixelForm'
import type { ReadOptions } from '../../images/readImages'
import type { ImportSettings } from '../../importSettings'
import { createConverter, elementBytes } from './npyElements'
import type { NpyHead } from './npyHead'
import type { NpyImages, NpyProfile } from './profileNpy'

export function isDeep({ kind, itemBytes }: NpyHead): boolean {
  return (kind === 'u' || kind === 'i') && itemBytes > 1
}

export class CommonWhite {
  private readonly bits: ImportSettings['bits']
  private readonly options: Pick<ReadOptions, 'signal'>
  private readonly arrays: { readonly entry: SourceEntry; readonly profile: NpyProfile<NpyImages> }[] = []
  private found: Promise<number> | undefined

  constructor(bits: ImportSettings['bits'], options: Pick<ReadOptions, 'signal'>) {
    this.bits = bits
    this.options = options
  }

  /** All arrays are to be added before the white is asked for. */
  add(entry: SourceEntry, profile: NpyProfile<NpyImages>): void {
    this.arrays.push({ entry, profile })
  }

  /** The largest value of the fewest bits that hold all of them, unless a person chose. Rejects with the signal's reason when it is aborted. */
  find(): Promise<number> {
    this.found ??= this.bits === 'auto' ? this.measure() : Promise.resolve(2 ** this.bits - 1)
    return this.found
  }

  private async measure(): Promise<number> {
    let largest = 0
    for (const { entry, profile } of this.arrays) {
      const { head, role } = profile
      const convert = createConverter(head)
      const elements = role.count * role.width * role.height * role.channels
      try {
        for await (const block of elementBytes(entry, head, elements, this.options.signal)) {
          for (const value of convert(block)) if (value > largest) largest = value
        }
      } catch (error) {
        // What is wrong with an array is told when it is read itself.
        if (!(error instanceof ImportError)) throw error
      }
    }
    return leastWhite(largest)
  }
}
