/** The colours of classes on a map. */
const SERIES = 10
/** A turn by this angle is farthest from all turns before. */
const GOLDEN_DEGREES = 137.508

/** As CSS has it: those of series as far as there are so many, else hues around the circle. */
export function colourOf(index: number, classes: number): string {
  if (classes <= SERIES) return `var(--series-${index + 1})`
  const hue = ((index * GOLDEN_DEGREES) % 360).toFixed(1)
  return `light-dark(oklch(0.53 0.15 ${hue}), oklch(0.76 0.13 ${hue}))`
}
