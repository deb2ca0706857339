/**
 * What every browser test starts from: the built studio behind a plain file server, and a watch on the page. Whatever a test is about,
 * it fails when the page reports an error, breaks its own Content-Security-Policy or asks anything of another origin.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { StudioPage } from './pages/StudioPage'
import { serveFolder } from './staticServer'

export interface TestFixtures {
  readonly studio: StudioPage
  /** Complaints of the page that a test brings about on purpose. */
  readonly expectedComplaint: RegExp | undefined
}

export interface WorkerFixtures {
  readonly studioUrl: string
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  studioUrl: [
    async ({}, provide) => {
      const dist = join(import.meta.dirname, '..', 'dist')
      if (!existsSync(join(dist, 'index.html'))) throw new Error('There is no build in dist/: run `npm run e2e`.')
      const server = await serveFolder(dist, '/any/path/')
      await provide(server.url)
      await server.close()
    },
    { scope: 'worker' },
  ],

  expectedComplaint: [undefined, { option: true }],

  studio: async ({ page, studioUrl, expectedComplaint }, provide) => {
    const complaints = watch(page, new URL(studioUrl).origin)
    await provide(new StudioPage(page, studioUrl))
    expect(complaints.filter((complaint) => !expectedComplaint?.test(complaint))).toEqual([])
  },
})

export { expect }

/** Notes a figure, which the summary of `npm test` shows. */
export function note(figure: string): void {
  test.info().annotations.push({ type: 'measured', description: figure })
}

/** Collects what should never happen on the page. */
function watch(page: Page, origin: string): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const local = url.protocol === 'blob:' || url.protocol === 'data:' || url.origin === origin
    if (!local) complaints.push(`request to another origin: ${request.url()}`)
  })
  return complaints
}
