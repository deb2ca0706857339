/** Limits on how much is read at once. A browser's worker must hold it, and a person must still have use for it. */

/** The most bytes that the pixels of a dataset may take: 1 GB, which is 1.3 million images of 28 x 28. */
export const MAX_PIXEL_BYTES = 2 ** 30

/** The most images, and so the most rows of a table. */
export const MAX_IMAGES = 1_000_000

/** The most pixels that an image may be wide or high. */
export const MAX_SIDE = 4096

/** The most bytes that a workbook or a table in JSON may take, unpacked: all of it is held at once, several times over. */
export const MAX_SHEET_BYTES = 128 * 2 ** 20
