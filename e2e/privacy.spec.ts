/** Nothing that a person loads can leave the machine: the built page's own policy forbids every connection but one, which only fetches. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test.use({ expectedComplaint: /Content Security Policy|request to another origin|Failed to load resource|CORS policy/ })

test('neither the page nor any of its workers can reach another origin', async ({ studio, page }) => {
  const outside = await openOutsideServer()
  await studio.openOn('processor')
  await studio.expectProcessor()
  // The workers that train are there while a run goes on.
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await expect(studio.data.summary).toContainText('120 images')
  await studio.train.enterRecipe({ epochs: 1000, batchSize: 32 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')
  await studio.train.pause.click()
  await expect(studio.train.status).toContainText('Paused')
  await fetch(outside.url)
  expect(outside.requests()).toBe(1)

  const pageTries = await page.evaluate(tryEveryWayOut, outside.url)
  expect(Object.keys(pageTries)).toContain('fetch')
  for (const [way, outcome] of Object.entries(pageTries)) expect(outcome, `${way} in the page`).toBe('refused')

  const names: string[] = []
  for (const worker of page.workers()) {
    const name = await worker.evaluate(() => self.name)
    names.push(name)
    const tries = await worker.evaluate(tryEveryWayOut, outside.url)
    for (const [way, outcome] of Object.entries(tries)) expect(outcome, `${way} in a worker ${name}`).toBe('refused')
  }
  expect(new Set(names)).toEqual(new Set(['engine', 'processor']))
  expect(outside.requests()).toBe(1)
  await outside.close()

  // Not even its own server is told anything.
  const outcome = await page.evaluate(
    (url) =>
      fetch(url, { method: 'POST', body: 'pixels' }).then(
        () => 'told',
        () => 'refused',
      ),
    studio.url,
  )
  expect(outcome).toBe('refused')
})

test('of all names like that of the one place, none but that place can be asked, and none that it points to', async ({
  studio,
  page,
}) => {
  const outside = await openOutsideServer()
  await page.route('https://zenodo.org/**', (route) =>
    route.fulfill({ status: 302, headers: { location: outside.url, 'access-control-allow-origin': '*' } }),
  )
  await studio.open()
  const others = [
    'http://zenodo.org/',
    'https://zenodo.org:8443/',
    'https://www.zenodo.org/',
    'https://sandbox.zenodo.org/',
    'https://zenodo.org.example.com/',
    'wss://zenodo.org/',
  ]
  expect(await page.evaluate(listRefused, others)).toEqual(others)
  expect(await page.evaluate(listRefused, ['https://zenodo.org/records/1'])).toEqual(['https://zenodo.org/records/1'])
  expect(outside.requests()).toBe(0)
  await outside.close()
})

/** Runs in the page. Lists the addresses that the page's policy refused, by themselves or for where they lead. */
async function listRefused(urls: readonly string[]): Promise<readonly string[]> {
  const refused: string[] = []
  for (const url of urls) {
    const violation = new Promise<boolean>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(true), { once: true })
    })
    const answer = new Promise<boolean>((resolve) => {
      if (!url.startsWith('wss:'))
        void fetch(url).then(
          () => resolve(false),
          () => undefined,
        )
    })
    if (url.startsWith('wss:')) {
      try {
        new WebSocket(url).close()
      } catch {
        // Some browsers throw, and others only send the event.
      }
    }
    // If an address neither answers nor is refused by the policy, this waits until the test ends.
    if (await Promise.race([violation, answer])) refused.push(url)
  }
  return refused
}

/** Runs in the page or in a worker. Each way answers `refused`, or what happened instead, as soon as that is known. */
async function tryEveryWayOut(url: string): Promise<Record<string, string>> {
  const attempt = (way: () => Promise<string>): Promise<string> => way().catch(() => 'refused')
  const listen = (target: EventTarget, good: string): Promise<string> =>
    new Promise((resolve) => {
      target.addEventListener(good, () => resolve('connected'))
      target.addEventListener('error', () => resolve('refused'))
    })
  const outcomes: Record<string, string> = {
    fetch: await attempt(async () => {
      await fetch(url, { method: 'POST', body: 'pixels' })
      return 'connected'
    }),
    'fetch, no-cors': await attempt(async () => {
      await fetch(url, { mode: 'no-cors' })
      return 'connected'
    }),
    XMLHttpRequest: await attempt(() => {
      const request = new XMLHttpRequest()
      request.open('GET', url)
      const outcome = listen(request, 'load')
      request.send()
      return outcome
    }),
    WebSocket: await attempt(async () => listen(new WebSocket(url.replace('http', 'ws')), 'open')),
    EventSource: await attempt(async () => listen(new EventSource(url), 'open')),
    import: await attempt(async () => {
      await import(`${url}?module`)
      return 'connected'
    }),
    // WebAssembly is allowed, and no text becomes a program. What a tool runs directly is free of the policy, so it is put off.
    eval: await attempt(
      () => new Promise((resolve, reject) => void setTimeout(() => void runText('1 + 1').then(resolve, reject))),
    ),
    worker: await attempt(async () => {
      const worker = new Worker(`${url}?worker`)
      return listen(worker, 'message')
    }),
    'a module from other bytes': await attempt(async () => {
      const script: string = 'data:text/javascript,export default 1'
      await import(script)
      return 'run'
    }),
    'streamed WebAssembly': await attempt(async () => {
      await WebAssembly.compileStreaming(fetch(`${url}?wasm`))
      return 'connected'
    }),
  }
  if (typeof document !== 'undefined') {
    // A beacon never tells its sender how it ended: the server outside is the judge.
    navigator.sendBeacon(url, 'pixels')
    outcomes['image'] = await attempt(() => {
      const image = new Image()
      const outcome = listen(image, 'load')
      image.src = url
      return outcome
    })
    outcomes['frame'] = await attempt(() => {
      const refusal = listenForViolation('frame-src')
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      return refusal
    })
    outcomes['form'] = await attempt(() => {
      const refusal = listenForViolation('form-action')
      const form = document.createElement('form')
      form.action = url
      form.method = 'post'
      document.body.append(form)
      form.submit()
      return refusal
    })
  }
  return outcomes

  async function runText(text: string): Promise<string> {
    const run = Reflect.get(globalThis, 'eval') as (script: string) => unknown
    return `ran: ${String(await run(text))}`
  }

  function listenForViolation(directive: string): Promise<string> {
    return new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        if (event.effectiveDirective === directive) resolve('refused')
      })
    })
  }
}

/** A server on another port, and so of another origin, that would let anyone in. */
async function openOutsideServer(): Promise<{ url: string; requests(): number; close(): Promise<void> }> {
  let requests = 0
  const server = createServer((_request, response) => {
    requests += 1
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('')
  })
  server.on('upgrade', (_request, socket) => {
    requests += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
