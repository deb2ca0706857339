/** Datasets in the layouts that they are published in, in the built page: what was guessed is said, and a person changes it. */
import { gzipSync } from 'node:zlib'
import { makeTar } from '../src/files/makeTar.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { drawPictures, toPng } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['0', '1', '2'], train: 12, test: 0 })

function toTgz(files: Readonly<Record<string, Uint8Array>>, name: string): FileToOpen {
  const tar = makeTar(Object.entries(files).map(([path, bytes]) => ({ name: path, bytes })))
  return { name, mimeType: 'application/gzip', buffer: gzipSync(tar) }
}

test('folders of one name in a gzipped tar are one class, and one each when a person says so', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  const files = PICTURES.map(({ pixels }, i) => {
    const alphabet = ['Greek', 'Latin'][i % 2]!
    return [`images/${alphabet}/character0${Math.floor(i / 12)}/${i}.png`, toPng(pixels)] as const
  })
  await studio.data.choose([toTgz(Object.fromEntries(files), 'omniglot.tgz')])
  await expect(studio.data.summary).toContainText('36 images')
  await expect(studio.data.summary).toContainText('3 classes')
  await expect(page.getByText('Folders of one name in “Greek”, “Latin” were taken for one class')).toBeVisible()

  await studio.data.unfold('How it was read')
  await studio.data.button('Change …').click()
  await studio.data.field('Folders of one name').selectOption('One class each')
  await studio.data.button('Read again').click()
  await expect(studio.data.summary).toContainText('6 classes')
  await expect(page.getByText('Greek/character00').filter({ visible: true }).first()).toBeVisible()
})

test('masks beside images are left out, and taken in when a person says so', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const files = PICTURES.flatMap(({ label, pixels }, i) => [
    [`R/class${label}/images/${i}.png`, toPng(pixels)] as const,
    [`R/class${label}/masks/${i}.png`, toPng(pixels.map((value) => (value > 128 ? 255 : 0)))] as const,
  ])
  await studio.data.choose([toTgz(Object.fromEntries(files), 'scans.tar.gz')])
  await expect(studio.data.summary).toContainText('36 images')
  await expect(page.getByText('are masks of the images beside them')).toBeVisible()
  await studio.data.unfold('Splits')
  expect((await studio.data.counts()).map(([label]) => label)).toContain('class0')

  await studio.data.unfold('How it was read')
  await studio.data.button('Change …').click()
  await studio.data.field('Masks beside images').selectOption('Images like others')
  await studio.data.button('Read again').click()
  await expect(studio.data.summary).toContainText('72 images')
})
