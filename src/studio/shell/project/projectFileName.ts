/** The name of the file, as a person typed it: with its ending, and without what no system takes in a name. */
export function projectFileName(typed: string): string {
  const name = typed
    .replace(/\p{Cc}|[\\/:*?"<>|]/gu, ' ')
    .replace(/\.strata$/i, '')
    .trim()
    .replace(/^\.+/, '')
  return `${name === '' ? 'project' : name}.strata`
}
