/** WGSL of the hash behind all draws on the device, the same as in `model/hash.ts`. */
export const HASH = `fn hash(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}
`
