/** Paths as text: they are compared and shown, never followed. */

/** `/` between folders, without `./`, as paths are compared. */
export function normalisePath(path: string): string {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path
  return slashed.includes('./') || slashed.includes('//') ? slashed.replace(/(^|\/)(\.?\/)+/g, '$1') : slashed
}

/** The path of a web or storage address, without what is asked of it: `cats/my cat.png` of `https://host/cats/my%20cat.png?key=1`. */
export function withoutAddress(path: string): string {
  const [, inside] = /^[a-z][a-z\d+.-]*:\/\/[^/]*\/(.*)$/i.exec(path) ?? []
  if (inside === undefined) return path
  const plain = inside.replace(/[?#].*$/, '')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

/** Whether a normalised path names a place outside the folder that it belongs to. */
export function isUnsafePath(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path) || /(^|\/)\.\.(\/|$)/.test(path)
}

/** Hidden files, and what macOS, Windows and Synology's storage put beside a person's. */
export function isLeftBehind(path: string): boolean {
  return /(^|\/)(\.(?!\.?(\/|$))|(__MACOSX|@eaDir)\/|Thumbs\.db$|desktop\.ini$)/.test(path)
}
