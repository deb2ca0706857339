import { withoutBidiControls } from './text'
import { expect, test } from 'vitest'

test('what turns the text around a name is taken out, and every letter stays', () => {
  expect(withoutBidiControls('cat\u202Egnp.\u2066exe\u2069')).toBe('catgnp.exe')
  expect(withoutBidiControls('חתול قطة Ä')).toBe('חתול قطة Ä')
})
