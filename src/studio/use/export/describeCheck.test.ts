import { describe, expect, it } from 'vitest'
import { describeCheck } from './describeCheck'

const CHECK = { images: 32, of: 'test', usual: 1e-5, limit: 1e-4 } as const

describe('what is said of checked files', () => {
  it('names who read them and how far off they are, and equal bits as such', () => {
    expect(
      describeCheck({ ...CHECK, readAgain: 0, run: { by: 'onnxruntime-web 1.30.0', difference: 2.345e-7 } }),
    ).toEqual({
      passed: [
        'Run by onnxruntime-web 1.30.0: probabilities differ from the model’s by 2.3e-7 at most.',
        'Read again by Strata: the same probabilities, to the bit.',
      ],
      odd: [],
      about:
        'Of 32 test images of the data at hand. Files whose probabilities differ by more than 1e-4 are not handed out.',
    })
  })

  it('tells a difference that is larger than usual apart', () => {
    const { passed, odd } = describeCheck({ ...CHECK, readAgain: 0, run: { by: 'LiteRT', difference: 3e-5 } })
    expect(passed).toHaveLength(1)
    expect(odd).toEqual([
      expect.stringMatching(/^Run by LiteRT: .* 0\.000030 at most\. That is more than the 1e-5/) as string,
    ])
  })

  it('does not call unchecked files checked', () => {
    expect(describeCheck(CHECK)).toMatchObject({ passed: [], about: expect.stringContaining('not checked') as string })
  })
})
