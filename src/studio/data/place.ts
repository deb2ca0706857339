/** Where in the files something is, in words: `digits.csv, row 12`; nothing when it is not known. */
export function describePlace({ file, row }: { readonly file?: string; readonly row?: number }): string | undefined {
  const parts = [file, row === undefined ? undefined : `row ${row.toLocaleString('en')}`].filter(
    (part) => part !== undefined,
  )
  return parts.length > 0 ? parts.join(', ') : undefined
}
