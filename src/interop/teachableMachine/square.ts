import type { ImageShape } from '../../model/layers/define'

/** Why Teachable Machine's library can't feed a model for such images; undefined where it can. */
export function findSquareObstacle({ height, width, channels }: ImageShape): string | undefined {
  return height === width
    ? undefined
    : `Teachable Machine’s library cuts a square out of each image, and the model takes ${height} × ${width} × ${channels}: train it on images as high as they are wide.`
}
