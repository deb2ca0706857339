/**
 * Asks the browser to keep this page's storage for good. A browser that does not promise it still keeps the storage while there is room.
 */
export async function askToPersist(): Promise<void> {
  try {
    await navigator.storage.persist()
  } catch {
    // A browser without storage says so when something is to be kept.
  }
}
