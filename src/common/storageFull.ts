/** The browser's storage has no room left: one sentence for whatever was to be written. */
export const STORAGE_FULL =
  'There is no room in the browser’s storage: delete runs or data that are kept there, or free space on the disk.'

export function isStorageFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError'
}
