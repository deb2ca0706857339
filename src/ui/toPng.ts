/** A drawing as PNG, as the browser paints it. */

export interface Drawing {
  /** The text of an SVG document that needs nothing beside it. */
  readonly svg: string
  /** In pixels of the page. */
  readonly width: number
  readonly height: number
}

/** Pixels of the PNG a pixel of the drawing: at the size of A4, more than a printer of 300 dots an inch shows. */
const SCALE = 3
/** Browsers paint no larger pictures. */
const LONGEST = 8192

/** @throws Error when the browser can't paint it. */
export async function toPng({ svg, width, height }: Drawing): Promise<Blob> {
  const scale = Math.min(SCALE, LONGEST / Math.max(width, height))
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image(width, height)
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!png) throw new Error('The browser painted nothing')
    return png
  } finally {
    URL.revokeObjectURL(url)
  }
}
