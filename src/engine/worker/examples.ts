/** What the run loop must know of the dataset: the true class of each row, the classes' names, and which rows are for what. */
export interface Examples {
  /** For each row of the dataset, the index of its class. */
  readonly labels: Uint16Array
  readonly classes: readonly string[]
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}
