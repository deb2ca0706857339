/** Work on a person's images that may need more memory than there is. */
import { ImportError } from '../../files/importProblem'

export async function withinMemory<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ImportError(
      'There is not enough memory for these images: close other tabs, or drop fewer or smaller images.',
    )
  }
}
