/** What an update in WGSL is. */

/**
 * WGSL statements from `gradient` to the updated `weights[at]`. In scope are `state` and `at`. Arguments are constants of the kernel, and what
 * is off is no part of it.
 *
 * @param moment gives WGSL for what is kept of the weight, by Keras's name.
 */
export type Update<Rule> = (rule: Rule, moment: (name: string) => string) => string
