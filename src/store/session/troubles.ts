/** What a failed call leaves for the page to say. */
import type { ImportQuestion } from '../../data/importSettings'
import { EngineError } from '../../engine/client'
import { OTHER_WORK } from './underWay'

/** A failure in words, at the place where it belongs. */
export interface Trouble {
  readonly message: string
  readonly file?: string
  readonly row?: number
  /** Its answer would mend it. */
  readonly question?: ImportQuestion
}

/** The sentence of a failure of the engine. Any other error is a mistake of ours, and is thrown again. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof EngineError)) throw error
  const { message, file, row } = error
  return { message, ...(file !== undefined && { file }), ...(row !== undefined && { row }) }
}

export function isAbort(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'aborted'
}

/** What gives way to other work says so to whoever still waits for it. @throws what went wrong */
export async function orOtherWork<Reply>(
  signal: AbortSignal,
  asked: Promise<Reply>,
  words: string = OTHER_WORK,
): Promise<Reply> {
  try {
    return await asked
  } catch (error) {
    throw isAbort(error) && !signal.aborted ? new Error(words, { cause: error }) : error
  }
}
