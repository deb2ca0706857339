/** Two whole numbers, along height and width. */
export type Pair = readonly [number, number]
