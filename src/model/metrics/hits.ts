/**
 * Hits at k: how often the true class is among the k with the largest outputs. It is read off counts by rank, so that any k can be asked for
 * afterwards. A rank is how many classes come before the true one: those with a larger output, and of equal ones those before it in class
 * order, so that hits at 1 are the accuracy.
 *
 * scikit-learn's `top_k_accuracy_score` is the same, except that of equal outputs it takes the later class first. Ludwig's `hits_at_k` is the
 * mean over the classes that have images (`macroHitsAt`), from logits, as here.
 */

/** Ranks that are counted each by itself. All behind them are counted together. */
const RANKS = 16

/** The largest k that can be asked for. With k of all classes every image would be a hit. */
export function largestK(classes: number): number {
  return Math.min(RANKS, classes - 1)
}

/** All that can be asked for beside 1, which is the accuracy. */
export function ksOf(classes: number): readonly number[] {
  return Array.from({ length: Math.max(0, largestK(classes) - 1) }, (_, at) => at + 2)
}

/** Counts of one class, or of all: rank 0, rank 1 and so on, and behind 16 ranks the rest. */
export function rankSlots(classes: number): number {
  return Math.min(classes, RANKS + 1)
}

/** The place of a rank among the counts. */
export function rankSlot(rank: number, classes: number): number {
  return Math.min(rank, rankSlots(classes) - 1)
}

/**
 * The share of images whose true class is among the k with the largest outputs; `null` without images.
 * @param counts by rank, as `rankSlots` says. @param k from 1 to `largestK`.
 */
export function hitsAt(counts: readonly number[], k: number): number | null {
  const images = counts.reduce((sum, count) => sum + count, 0)
  return images === 0 ? null : counts.slice(0, k).reduce((sum, count) => sum + count, 0) / images
}

/**
 * The mean of the hits at k over the classes that have images, as Ludwig and torchmetrics' `MulticlassAccuracy(top_k)` have it; `null`
 * without images.
 * @param ranks `rankSlots` counts for each true class, one class after another.
 */
export function macroHitsAt(ranks: readonly number[], classes: number, k: number): number | null {
  const slots = rankSlots(classes)
  const shares = Array.from({ length: classes }, (_, truth) =>
    hitsAt(ranks.slice(truth * slots, (truth + 1) * slots), k),
  ).filter((share) => share !== null)
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/** Of all classes together. @param ranks as for `macroHitsAt`. */
export function sumRanks(ranks: readonly number[], classes: number): readonly number[] {
  const slots = rankSlots(classes)
  const sums = Array.from({ length: slots }, () => 0)
  ranks.forEach((count, at) => (sums[at % slots]! += count))
  return sums
}
