/** Asks the browser to keep this page's storage for good. One that does not promise that still keeps it while there is room. */
export async function askToPersist(): Promise<void> {
  try {
    await navigator.storage.persist()
  } catch {
    // A browser that gives no storage says so when something is to be kept.
  }
}
