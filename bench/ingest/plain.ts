/**
 * The plain way that tutorials show, for comparison: JSZip, one entry at a time, `createImageBitmap`, a canvas, and one channel of what it
 * gives back.
 */
import JSZip from 'jszip'

async function readPlainly(zip: File): Promise<{ images: number; seconds: number }> {
  const began = performance.now()
  const archive = await JSZip.loadAsync(zip)
  const files = Object.values(archive.files).filter(({ dir, name }) => !dir && name.endsWith('.png'))
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const images: Uint8Array[] = []
  for (const file of files) {
    const bitmap = await createImageBitmap(await file.async('blob'))
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    images.push(Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]!))
    bitmap.close()
  }
  return { images: images.length, seconds: (performance.now() - began) / 1000 }
}

Object.assign(globalThis, {
  readPlainly: () => readPlainly(document.querySelector('input')!.files![0]!),
})
