import { expect, it } from 'vitest'
import { viewOf } from './useAddress'

it('takes every address that is no view’s for the studio’s', () => {
  expect(['#runs', '#bench'].map(viewOf)).toEqual(['runs', 'bench'])
  for (const hash of ['', '#', '#studio', '#train', '#Runs', '#runs/3', '#toString'])
    expect(viewOf(hash)).toBe('studio')
})
