import * as fakeIndexedDB from 'fake-indexeddb'

/** For tests in Node, which has no database: that of a browser in which nothing is kept yet, in place of what was there before. */
export function emptyDatabase(): void {
  const { default: _, ...globals } = fakeIndexedDB
  Object.assign(globalThis, globals, { indexedDB: new fakeIndexedDB.IDBFactory() })
}
