/** What an image is for: to learn from, to judge while learning, or to judge at the end. */
export const SPLITS = ['train', 'validation', 'test'] as const
export type Split = (typeof SPLITS)[number]
