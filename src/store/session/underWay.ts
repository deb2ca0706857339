/** What must end, or be there, before something else can begin: one sentence each, the same wherever it is said. */
export const UNDER_WAY = {
  training: 'A run is going on: stop it, or wait until it has ended.',
  reading: 'Data are being read: cancel that, or wait until they are ready.',
  testing: 'A model is being tested: wait until that is done.',
  measuring: 'The time of a step is being measured: stop that, or wait until it is done.',
} as const

export const NO_MODEL = 'There is no model yet: train one, or open one.'

/** What gives way to other work says so to whoever waits for it. */
export const OTHER_WORK = 'Other work came first, and the model stopped looking at the images: try again.'
