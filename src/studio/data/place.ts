import { formatCount } from '../../ui/format'

/** Where in the files the thing is that a message speaks of: `digits.csv, row 12`. A file or a row that the message names is not named again. */
export function describePlace({
  message,
  file,
  row,
}: {
  readonly message: string
  readonly file?: string
  readonly row?: number
}): string | undefined {
  const parts: string[] = []
  if (file !== undefined && !message.includes(file)) parts.push(file)
  const inFile = row === undefined ? '' : `row ${formatCount(row)}`
  if (inFile !== '' && !new RegExp(`\\b${inFile}(?![\\d,]*\\d)`, 'i').test(message)) parts.push(inFile)
  return parts.length > 0 ? parts.join(', ') : undefined
}
