/** What can be done with a run; stable from one rendering to the next. */
export interface RunRowActions {
  select(number: number, isSelected: boolean): void
  toggleCurve(number: number): void
  mark(number: number, change: { readonly name?: string; readonly note?: string }): void
  /** @param text as it was typed: `wide, augmented`. */
  tag(number: number, text: string): void
  restore(number: number): void
  resume(number: number): void
  register(number: number): void
  remove(numbers: readonly number[]): void
}
