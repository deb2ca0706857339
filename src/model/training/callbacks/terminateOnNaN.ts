/** TerminateOnNaN, as Keras 3 does it. Strata's runs always have it: from weights that are no numbers, nothing is learnt. */

/** Whether a loss ends the run: of a step, or of a look at other images. */
export function terminatesOn(loss: number): boolean {
  return !Number.isFinite(loss)
}
