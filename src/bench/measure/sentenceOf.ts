/** Whatever was thrown, as one sentence. */
export function sentenceOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n')
  return /[.!?]$/.test(line) ? line : `${line || 'It failed without a word'}.`
}
