/** Gives the person a file to keep. */
export function download(name: string, content: BlobPart, type = 'application/octet-stream'): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the file up by the time a timer fires, and not before.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
