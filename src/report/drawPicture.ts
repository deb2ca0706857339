/** A small picture that stands in the file itself. */
import type { DrawPicture } from './section'

/** Pixels a side: with some dozens of pictures of photographs, the file stays small. */
const LARGEST_SIDE = 64

export const drawPicture: DrawPicture = ({ rgba, width, height }, at) => {
  const bytes = width * height * 4
  const whole = paint(width, height, (context) =>
    context.putImageData(new ImageData(rgba.slice(at * bytes, (at + 1) * bytes), width, height), 0, 0),
  )
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height))
  if (scale === 1) return whole.toDataURL('image/png')
  const [small, low] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  return paint(small, low, (context) => context.drawImage(whole, 0, 0, small, low)).toDataURL('image/png')
}

function paint(width: number, height: number, draw: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser gave no room to draw in')
  draw(context)
  return canvas
}
