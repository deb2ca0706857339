/** Why runs can't be deleted: `Run 5 is being trained: stop it before you delete it.` */
export function sayTrained(numbers: readonly number[]): string {
  if (numbers.length === 1) return `Run ${numbers[0]} is being trained: stop it before you delete it.`
  const sorted = numbers.toSorted((one, other) => one - other)
  return `Runs ${sorted.slice(0, -1).join(', ')} and ${sorted.at(-1)} are being trained: stop them before you delete them.`
}
