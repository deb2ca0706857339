/** The white of whole numbers of 9 to 16 bits: one for all files of a kind in a drop, since train and test must be on one scale. */
import { ImportError } from '../../files/importProblem'
import { leastWhite } from '../images/pixelForm'
import type { ImportSettings } from '../importSettings'
import type { ValueRange } from '../tables/valueRange'

export class CommonWhite {
  private readonly bits: ImportSettings['bits']
  private readonly measures: (() => Promise<ValueRange>)[] = []
  private found: Promise<number> | undefined

  constructor(bits: ImportSettings['bits']) {
    this.bits = bits
  }

  /** `measure` gives a file's least and largest value. All files are to be added before the white is asked for. */
  add(measure: () => Promise<ValueRange>): void {
    this.measures.push(measure)
  }

  /** The largest value of the fewest bits that hold all of them, unless a person chose; 255 where no file was added. */
  find(): Promise<number> {
    this.found ??= this.measure()
    return this.found
  }

  private async measure(): Promise<number> {
    if (this.measures.length === 0) return 255
    if (this.bits !== 'auto') return 2 ** this.bits - 1
    let largest = 0
    for (const measure of this.measures) {
      try {
        const { white } = await measure()
        if (white > largest) largest = white
      } catch (error) {
        // What is wrong with a file is told when it is read itself.
        if (!(error instanceof ImportError)) throw error
      }
    }
    return leastWhite(largest)
  }
}

/** The sentence on a white that is not of whole bytes. Undefined for those. */
export function noteWhite(file: string, white: number): string | undefined {
  if (white <= 255 || white >= 65_535) return undefined
  return `${file}, with what came beside it, uses ${Math.log2(white + 1)} bits, so ${white.toLocaleString('en-US')} was taken for white: choose another number of bits under How it was read if that makes it too light.`
}
