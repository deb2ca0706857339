/** A file whose bytes come within the module that is imported: `scripts/packBytes.ts` makes it. */
declare module '*?bytes' {
  export function readBytes(): Promise<Uint8Array<ArrayBuffer>>
}
