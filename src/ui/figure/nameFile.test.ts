import { expect, it } from 'vitest'
import { nameFile } from './nameFile'

it('keeps letters and digits of any script, so that figures of two classes are two files', () => {
  expect(nameFile('Grad-CAM of 猫 in conv2d_1')).toBe('grad-cam-of-猫-in-conv2d-1')
  expect(nameFile('Occlusion, Ärmel (lang)')).toBe('occlusion-ärmel-lang')
})
