/** Tiles of images: how many there are, how what is multiplied lies, and the transforms of what lies under them. */
import type { ImageSize } from '../../plan/geometry'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import type { Layout } from './window'
import { filteringFor, transformSquare, type AlongOneSide, type Filtering } from './winogradTransforms'

/** Tiles that are worked on at a time: as many as share what is read of the kernel, and stay near the processor. */
const TILES = 64

/** Tiles of an image, and how many images are worked on at a time. */
export interface Tiling {
  readonly filtering: Filtering
  readonly down: number
  readonly across: number
  /** Of one image. */
  readonly tiles: number
  readonly images: number
  /** All those images' tiles. */
  readonly all: number
}

/** @param batchSize images of a part at most. */
export function tilingOf({ height, width }: Pick<ImageSize, 'height' | 'width'>, batchSize: number): Tiling {
  const filtering = filteringFor({ height, width })
  const { outputs } = filtering
  const [down, across] = [Math.ceil(height / outputs), Math.ceil(width / outputs)]
  const tiles = down * across
  // As many in each group as in the others, as far as they go.
  const groups = Math.ceil(batchSize / Math.max(1, Math.floor(TILES / tiles)))
  const images = Math.ceil(batchSize / groups)
  return { filtering, down, across, tiles, images, all: tiles * images }
}

/** Goes over the part's images, some at a time. @param body with the first of them, and how many they are. */
export function eachGroup(k: KernelBuilder, { images }: Tiling, body: (first: I32, count: I32) => void): void {
  const { f } = k
  f.loop(
    k.images,
    (first) => {
      const left = f.let(i32.sub(k.images, first))
      body(first, f.let(i32.select(i32.ltS(left, images), left, images)))
    },
    { by: images },
  )
}

/** How transformed tiles lie: products x blocks of channels x tiles x channels of a block. */
export interface Packing {
  /** Bytes of a block's channels, for each tile. */
  readonly block: number
  /** Channels in all. */
  readonly channels: number
  /** Tiles that there is room for. */
  readonly room: number
}

/** Values that each product takes: the last block is as wide as the others. */
export function packedValues({ block, channels, room }: Packing): number {
  return apart((room * Math.ceil((VALUE * channels) / block) * block) / VALUE)
}

/** A line of a cache, in values. */
const LINE = 16

/**
 * How far apart the values of two products lie, where each has so many: a line further than they need. A transform goes over all products at
 * once, and powers of two would put them all into one set of a cache.
 */
export function apart(values: number): number {
  return Math.ceil(values / LINE) * LINE + LINE
}

/**
 * Transforms what lies under the tiles of an image.
 *
 * @param side pixels of a tile. @param tile the first tile's number.
 */
export function transformTiles(
  k: KernelBuilder,
  { filtering, down, across }: Tiling,
  { at, pitch }: ReturnType<Layout['lay']>,
  packing: Packing,
  { side, transform }: { readonly side: number; readonly transform: AlongOneSide },
  tile: I32,
  to: Address,
): void {
  const { f } = k
  const { block, channels, room } = packing
  const pixel = VALUE * channels
  const product = VALUE * packedValues(packing)
  const target = k.pointer(behind(to, i32.mul(tile, block)))
  const eachVector = (body: (channel: I32, place: I32) => void): void => {
    f.loop(
      pixel,
      (first) => {
        const inBlock = f.let(i32.mul(first, room))
        const left = i32.sub(pixel, first)
        const end = pixel % block === 0 ? block : f.let(i32.select(i32.ltS(left, block), left, block))
        f.loop(end, (channel) => body(i32.add(first, channel), i32.add(inBlock, channel)), { by: VECTOR })
      },
      { by: block },
    )
  }
  f.loop(down, (y) => {
    const row = k.pointer(behind(at, i32.mul(y, filtering.outputs * pitch)))
    f.loop(across, () => {
      eachVector((channel, packed) => {
        const from = f.let(i32.add(row, channel))
        const square = Array.from({ length: side * side }, (_, i) =>
          v128.load({ base: from, offset: Math.floor(i / side) * pitch + (i % side) * pixel }),
        )
        const place = f.let(i32.add(target, packed))
        for (const [index, value] of transformSquare(k, square, transform).entries()) {
          f.storeV128({ base: place, offset: index * product }, value)
        }
      })
      f.increase(row, filtering.outputs * pixel)
      f.increase(target, block)
    })
  })
}
