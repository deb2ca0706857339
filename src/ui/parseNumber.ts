/** How a typed number is read: `0.001`, `1e-3`, `0,001`, and `70,000` as the page itself writes it. NaN for what is none. */
export function parseNumber(text: string): number {
  const typed = text.trim()
  if (typed === '') return NaN
  return Number(GROUPED.test(typed) ? typed.replaceAll(',', '') : typed.replace(',', '.'))
}

const GROUPED = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/
