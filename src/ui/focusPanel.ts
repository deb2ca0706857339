/** Gives the focus to the panel around an element that is about to go, so that the keyboard goes on from there. */
export function focusPanel(element: Element): void {
  element.closest<HTMLElement>('section[tabindex]')?.focus({ preventScroll: true })
}
