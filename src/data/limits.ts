/** How much is read at once: what a browser's worker holds, and what a person still has use for. */

/** The most bytes that the pixels of a dataset may take: 1 GB, which is 1.3 million images of 28 x 28. */
export const MAX_PIXEL_BYTES = 2 ** 30

/** The most images, and so the most rows of a table. */
export const MAX_IMAGES = 1_000_000

/** The most pixels that an image may be wide or high. */
export const MAX_SIDE = 4096
