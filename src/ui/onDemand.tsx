/**
 * Parts of the page whose code comes after the first paint: when they are first drawn, or before, while the page has nothing else to do.
 * A part that is there already is drawn at once. React's own `lazy` would leave its place empty for a moment even then.
 */
import { use, type ComponentType } from 'react'

/** The parts that nobody has fetched yet. A part may bring further ones along. */
const waiting: (() => Promise<unknown>)[] = []

/**
 * A component that stands for one whose code comes on demand. It must be inside of a `Suspense`, whose fallback shows meanwhile.
 *
 * @param load imports the component. Where that fails, the nearest `Boundary` says so.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Part: ComponentType<Props> | undefined
  let asked: Promise<ComponentType<Props>> | undefined
  const fetch = codeOnDemand(async () => (Part = await load()))
  return function OnDemand(props: Props) {
    const Known = Part ?? use((asked ??= fetch()))
    return <Known {...props} />
  }
}

/** The same for code that is no component: what is returned fetches it, unless it is there already. */
export function codeOnDemand<Code>(load: () => Promise<Code>): () => Promise<Code> {
  let code: Code | undefined
  const fetch = async (): Promise<Code> => (code ??= await load())
  waiting.push(fetch)
  return fetch
}

/** The mark on the page's timeline that stands where `fetchAhead` has ended. */
const FETCHED = 'strata: all parts fetched'

/** Fetches all parts, one after the other, each when the page rests. What fails is asked for again when it is drawn. */
export async function fetchAhead(): Promise<void> {
  await rest()
  for (let fetch = waiting.shift(); fetch; fetch = waiting.shift()) {
    await fetch().catch(() => undefined)
    await rest()
  }
  performance.mark(FETCHED)
}

/** Until the page has nothing to do. Safari can't tell, and gets a pause. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })
}
