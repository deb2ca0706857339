import { expect, it } from 'vitest'
import { viewOf } from './useAddress'

it('takes every address that is no view’s for the studio’s', () => {
  expect(['#runs', '#runs/3', '#runs/compare/3,11', '#bench'].map(viewOf)).toEqual(['runs', 'runs', 'runs', 'bench'])
  for (const hash of ['', '#', '#studio', '#train', '#Runs', '#runs/three', '#runs/compare', '#bench/3', '#toString'])
    expect(viewOf(hash)).toBe('studio')
})
