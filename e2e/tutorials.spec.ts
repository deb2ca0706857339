/** The tutorials' data at a press. What Zenodo would send is played from small files; the real place is never asked. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test.use({ expectedComplaint: /request to another origin: https:\/\/zenodo\.org|Failed to load resource|CORS policy/ })

const DATASETS = join(import.meta.dirname, 'fixtures')

/** What stands for a file of a tutorial. */
const STAND_INS: Readonly<Record<string, string>> = {
  'mnist_images.zip': 'ludwig.zip',
  'mnist_dataset.csv': 'ludwig.csv',
  'X_train.tsv': 'X_train.tsv',
  'y_train.tsv': 'y_train.tsv',
}

async function playZenodo(page: Page): Promise<readonly string[]> {
  const asked: string[] = []
  await page.route('https://zenodo.org/**', async (route) => {
    const request = route.request()
    const name = Object.keys(STAND_INS).find((file) => request.url().includes(file))
    asked.push(`${request.method()} ${name ?? request.url()}`)
    const headers = { 'access-control-allow-origin': '*' }
    if (!name) return route.fulfill({ status: 404, headers })
    const body = await readFile(join(DATASETS, STAND_INS[name] ?? ''))
    return route.fulfill({ body, headers: { ...headers, 'content-length': String(body.length) } })
  })
  return asked
}

test('nothing is asked before the press; then the files are fetched and read', async ({ studio, page }) => {
  const asked = await playZenodo(page)
  await studio.openOnProcessor()
  expect(asked).toEqual([])
  await studio.data.button('Download Ludwig in Galaxy').click()
  for (const text of ['90 images', '3 classes', '60 train', '30 test'])
    await expect(studio.data.summary).toContainText(text)
  expect([...asked].toSorted()).toEqual(['GET mnist_dataset.csv', 'GET mnist_images.zip'])
})

test('where the place refuses, the sentence names the files to download', async ({ studio, page }) => {
  await playZenodo(page)
  await studio.openOnProcessor()
  await studio.data.button('Download Galaxy CNN tutorial').click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('X_test.tsv')
  await expect(alert).toContainText('zenodo.org')
  await expect(studio.data.button('Use sample digits')).toBeEnabled()
})

test('where the place can’t be reached, too; what is brought meanwhile waits, and a download can be cancelled', async ({
  studio,
  page,
}) => {
  let isReachable = false
  await page.route('https://zenodo.org/**', async (route) => {
    if (!isReachable) await route.abort('connectionrefused')
  })
  await studio.openOnProcessor()
  await studio.data.button('Download Ludwig in Galaxy').click()
  await expect(page.getByRole('alert')).toContainText('mnist_images.zip')

  isReachable = true
  await studio.data.button('Download Ludwig in Galaxy').click()
  await expect(studio.data.progress).toContainText('Downloading')
  await studio.data.drop(await toFiles(drawPictures({ labels: ['up', 'down'], train: 4, test: 2 })))
  await expect(page.getByRole('alert')).toContainText('Ludwig in Galaxy is still being read')
  await studio.data.cancel.click()
  await expect(studio.data.progress).toBeHidden()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
