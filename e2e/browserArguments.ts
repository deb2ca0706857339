/**
 * How Chromium is started for tests and screenshots: on its software adapter, so that results compare between machines, or with
 * `STRATA_GPU=1` on the machine's own GPU; and without errands of its own.
 */

/** Of several such flags the last one counts, so the list begins with Playwright's own (`disabledFeatures` of chromiumSwitches.ts, 1.65). */
const FEATURES_LEFT_OUT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  // Two pages of the browser's own, which it opens behind the address bar for each test. They take more than a second of processor time.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
]

export const BROWSER_ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  ...(process.env['STRATA_GPU'] === '1' ? [] : ['--use-webgpu-adapter=swiftshader']),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_LEFT_OUT.join(',')}`,
]
