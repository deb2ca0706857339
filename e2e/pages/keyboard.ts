/** Getting about without a pointer. */
import type { Locator } from '@playwright/test'

/** More stops than between any two places of one room. */
const MOST_STOPS = 300

/** Goes on, or back, with the Tab key until the focus is there. */
export async function tabTo(target: Locator, way: 'on' | 'back' = 'on'): Promise<void> {
  for (let press = 0; press < MOST_STOPS; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await target.page().keyboard.press(way === 'on' ? 'Tab' : 'Shift+Tab')
  }
  throw new Error('The Tab key does not lead there.')
}
