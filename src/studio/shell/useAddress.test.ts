import { expect, it } from 'vitest'
import { viewOf } from './useAddress'

it('takes every address that is no view’s for the studio’s', () => {
  expect(['#runs', '#runs/3', '#runs/compare/3,11', '#bench'].map(viewOf)).toEqual(['runs', 'runs', 'runs', 'bench'])
  // The view of runs says that there is no such run.
  expect(['#runs/three', '#runs/compare'].map(viewOf)).toEqual(['runs', 'runs'])
  for (const hash of ['', '#', '#studio', '#train', '#Runs', '#bench/3', '#toString'])
    expect(viewOf(hash)).toBe('studio')
})
