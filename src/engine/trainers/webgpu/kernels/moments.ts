/**
 * Mean and variance in one reading, sound however far the mean is from zero: every invocation keeps the mean of its values and the sum of
 * squares about that mean, and two of those are joined by the formula of Chan, Golub and LeVeque (1979).
 */

/** WGSL of what an invocation keeps: how many values, their mean, and the sum of squares about it. */
export function declareMoments(type: string): string {
  return `var count = 0.0;
  var mean = ${type}();
  var squares = ${type}();`
}

/** WGSL that joins a block of `blockCount` values to what the invocation keeps; each is an expression that is used once. */
export function joinMoments(blockCount: string, blockMean: string, blockSquares: string): string {
  return `{
    let more = ${blockCount};
    let share = more / max(count + more, 1.0);
    let apart = ${blockMean} - mean;
    mean += apart * share;
    squares += ${blockSquares} + apart * apart * (count * share);
    count += more;
  }`
}

/** WGSL that joins the values of these variables, which are of one type. */
export function addValues(names: readonly string[]): string {
  const [only, ...others] = names
  if (others.length === 0) {
    return `{
    count += 1.0;
    let apart = ${only} - mean;
    mean += apart / count;
    squares += apart * (${only} - mean);
  }`
  }
  const squares = names.map((_, i) => `d${i} * d${i}`).join(' + ')
  return `{
    let middle = (${names.join(' + ')}) / ${names.length}.0;
    ${names.map((name, i) => `let d${i} = ${name} - middle;`).join(' ')}
    ${joinMoments(`${names.length}.0`, 'middle', squares)}
  }`
}

/** Workgroup memory for the moments of each invocation. */
export function sharedMoments(type: string, groupSize: number): string {
  return `var<workgroup> counts: array<f32, ${groupSize}>;
var<workgroup> means: array<${type}, ${groupSize}>;
var<workgroup> sumsOfSquares: array<${type}, ${groupSize}>;
`
}

export const STORE_MOMENTS = 'counts[local.x] = count; means[local.x] = mean; sumsOfSquares[local.x] = squares;'

export const JOIN_SHARED_MOMENTS = joinMoments('counts[other]', 'means[other]', 'sumsOfSquares[other]')
