/** In the middle, so that names that begin alike are told apart by their ends. */
export function cutName(name: string, letters: number): string {
  if (name.length <= letters) return name
  const end = Math.floor((letters - 1) / 2)
  return `${name.slice(0, letters - 1 - end)}…${name.slice(name.length - end)}`
}
