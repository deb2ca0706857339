import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import type { Plugin } from 'vite'
import { packBytes } from './scripts/packBytes.ts'

/**
 * What the built page may load and where it may connect: nothing but its own files, and zenodo.org, from which a press fetches the data of
 * two tutorials. Workers start from a `blob:` address, so that they inherit this policy.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  'connect-src https://zenodo.org',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Writes the policy into the built page, which any plain file server can then serve. Vite's dev server needs inline scripts and a socket. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'strata:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/** Files of the engine compile kernels, the short ones as long as the large ones. At the end, one of them would run alone. */
class EngineFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOfEngine = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/src/engine/')
    return Promise.resolve([...files.filter(isOfEngine), ...files.filter((file) => !isOfEngine(file))])
  }
}

export default defineConfig({
  // Relative addresses: the files in dist/ work from any path of a server.
  base: './',
  plugins: [react(), packBytes(), contentSecurityPolicy()],
  worker: { format: 'es', plugins: () => [packBytes()] },
  // What only the workers import, so that the dev server does not find it late and reload the page.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      'fflate',
      'h5wasm',
      'hucre/xlsx',
      'ml-matrix',
      'papaparse',
      'umap-js',
      'valibot',
    ],
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // TensorFlow.js, in the worker alone, is larger than any limit worth a warning; e2e/budget.spec.ts guards the page's part.
    chunkSizeWarningLimit: 2500,
  },
  test: {
    include: ['{src,scripts,e2e}/**/*.test.{ts,tsx}'],
    // They need Python: vitest.interop.config.ts.
    exclude: ['**/node_modules/**', '**/*.interop.test.ts'],
    // Three at least: of two, each waits for its device a third of the time, and by default a machine of two cores has one.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: EngineFirst },
    // No assertion, but an end for what hangs: however slow a machine is, and however busy, tests pass on it. More damaged files take longer.
    testTimeout: process.env['STRATA_FUZZ'] ? 3_600_000 : 300_000,
    hookTimeout: 300_000,
  },
})
