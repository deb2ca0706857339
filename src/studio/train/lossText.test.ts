import { expect, it } from 'vitest'
import { NO_CLIPPING } from '../../model/training/clipping'
import { describeLoss } from './lossText'

it('says what is on, and nothing of what is not', () => {
  const off = { labelSmoothing: 0, clipping: NO_CLIPPING }
  expect(describeLoss(off)).toBe('off')
  expect(describeLoss({ ...off, labelSmoothing: 0.1 })).toBe('label smoothing 0.1')
  expect(describeLoss({ labelSmoothing: 0.2, clipping: { ...NO_CLIPPING, clipnorm: 1 } })).toBe(
    'label smoothing 0.2, clip norm 1',
  )
  expect(describeLoss({ ...off, clipping: { clipvalue: 0.5, clipnorm: null, globalClipnorm: 2 } })).toBe(
    'clip value 0.5, global clip norm 2',
  )
})
