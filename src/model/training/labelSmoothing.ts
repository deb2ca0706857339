/** Label smoothing: the true class is not all that a model is to say (Szegedy et al., 2016, “Rethinking the Inception Architecture”). */

/**
 * What Keras's `label_smoothing` makes of a one-hot target (keras/src/losses/losses.py, `categorical_crossentropy`): the target of the true
 * class, and of every other one.
 */
export function smoothedTargets(
  smoothing: number,
  classes: number,
): { readonly right: number; readonly wrong: number } {
  return { right: 1 - smoothing + smoothing / classes, wrong: smoothing / classes }
}
