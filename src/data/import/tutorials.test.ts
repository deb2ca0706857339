import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ImportProgress } from '../dataset'
import { downloadTutorial } from './tutorials'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const options = { signal: new AbortController().signal, onProgress: () => undefined }
const BY_HAND =
  'download mnist_images.zip from zenodo.org/records/13292895 and mnist_dataset.csv from zenodo.org/records/13357260, and drop them here together.'

describe('downloadTutorial', () => {
  it('fetches the files of the records, and tells how far it is', async () => {
    const asked: (string | undefined)[] = []
    const host = await serve(({ url }, response) => {
      asked.push(url)
      const body = `the content of ${url}`
      response.writeHead(200, { 'content-length': body.length }).end(body)
    })
    const progress: ImportProgress[] = []
    const files = await downloadTutorial('galaxy', { ...options, onProgress: (step) => progress.push(step) }, host)
    expect(files.map(({ path }) => path)).toEqual(['X_train.tsv', 'y_train.tsv', 'X_test.tsv', 'y_test.tsv'])
    expect(await files[1]!.file.text()).toBe('the content of /api/records/4697906/files/y_train.tsv/content')
    expect(asked).toContain('/api/records/4697906/files/X_test.tsv/content')
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0)
    expect(progress[0]).toEqual({ phase: 'downloading', done: 0, total: 0 })
    expect(progress.at(-1)).toEqual({ phase: 'downloading', done: bytes, total: bytes })
  })

  it('says which files to download by hand when Zenodo can’t be reached', async () => {
    const host = await serve(() => undefined)
    server!.closeAllConnections()
    await new Promise((resolve) => server!.close(resolve))
    await expect(downloadTutorial('ludwig', options, host)).rejects.toMatchObject({
      name: 'ImportError',
      message: `Zenodo could not be reached from here: ${BY_HAND}`,
    })
    await expect(downloadTutorial('galaxy', options, host)).rejects.toMatchObject({
      message:
        'Zenodo could not be reached from here: download X_train.tsv, y_train.tsv, X_test.tsv and y_test.tsv from zenodo.org/records/4697906, and drop them here together.',
    })
  })

  it('says so when Zenodo refuses, or sends us elsewhere', async () => {
    const host = await serve((_, response) => response.writeHead(503).end('busy'))
    await expect(downloadTutorial('ludwig', options, host)).rejects.toMatchObject({
      message: `The files could not be had from Zenodo, because it answered with status 503: ${BY_HAND}`,
    })
    server!.close()
    const other = await serve((_, response) => response.end('elsewhere'))
    const first = server!
    const sending = await serve((_, response) => response.writeHead(302, { location: other }).end())
    await expect(downloadTutorial('ludwig', options, sending)).rejects.toMatchObject({
      message: `The files could not be had from Zenodo, because it sent us to another place: ${BY_HAND}`,
    })
    first.close()
  })

  it('does not take the page of a network that asks to sign in for a file', async () => {
    const host = await serve((_, response) => response.end('<!DOCTYPE html><html><title>Welcome</title></html>'))
    await expect(downloadTutorial('ludwig', options, host)).rejects.toMatchObject({
      message: expect.stringMatching(/because a web page came in place of mnist_\w+\.\w+: download/) as string,
    })
  })

  it('does not take what was cut off for a file', async () => {
    const host = await serve(({ url }, response) => {
      if (url?.includes('csv')) response.end('image_path,label')
      else response.writeHead(200, { 'content-length': 1000 }).write('only this', () => response.destroy())
    })
    await expect(downloadTutorial('ludwig', options, host)).rejects.toMatchObject({
      name: 'ImportError',
      message: expect.stringContaining(BY_HAND) as string,
    })
  })

  it('stops when it is aborted', async () => {
    const abort = new AbortController()
    const host = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('begun')
    })
    const download = downloadTutorial(
      'ludwig',
      { signal: abort.signal, onProgress: ({ done }) => void (done > 0 && abort.abort()) },
      host,
    )
    await expect(download).rejects.toMatchObject({ name: 'AbortError' })
  })
})
