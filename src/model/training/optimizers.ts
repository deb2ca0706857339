/** The constants of the optimizers as Keras 3 sets them; what a person chooses is in the recipe. */

/** Kingma and Ba, 2015, with Keras's epsilon. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const

/** Without momentum, as by Keras's defaults. */
export const RMSPROP = { rho: 0.9, epsilon: 1e-7 } as const

/** The learning rates that Keras's optimizers have unless others are chosen. */
export const DEFAULT_RATES = { adam: 0.001, sgd: 0.01, rmsprop: 0.001 } as const
