/**
 * How Chromium is started for tests and screenshots: on its software adapter, so that results compare between machines, or with
 * `STRATA_GPU=1` on the machine's own GPU; and without errands of its own.
 */
export const BROWSER_ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  ...(process.env['STRATA_GPU'] === '1' ? [] : ['--use-webgpu-adapter=swiftshader']),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
