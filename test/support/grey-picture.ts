/** Grey pictures, and what lenses and scanning software do to them. */

/** A byte a pixel, rows without padding. */
export type GreyPicture = {
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** Blurred as a lens does it: a Gaussian of that standard deviation, in pixels. */
export const blur = ({ pixels, width, height }: GreyPicture, sigma: number): GreyPicture => {
  const reach = Math.ceil(sigma * 3)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, n) =>
    Math.exp(-((n - reach) ** 2) / (2 * sigma ** 2)),
  )
  const rows = new Float32Array(pixels.length)
  const both = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows[y * width + x] = average(weights, (n) => pixels[y * width + within(x + n - reach, width)])
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      both[y * width + x] = average(weights, (n) => rows[within(y + n - reach, height) * width + x])
  return { pixels: both, width, height }
}

/** Enlarged by a whole number, with the Lanczos filter across and whole rows down: it keeps what a coarse scan still knows of thin bars. */
export const enlarge = (picture: GreyPicture, times: number): GreyPicture => {
  if (times === 1) return picture
  const { pixels, width, height } = picture
  const [wide, high] = [width * times, height * times]
  const steps = Array.from({ length: times }, (_, step) => (step + 0.5) / times - 0.5)
  const filters = steps.map((at) => {
    const first = Math.floor(at) - LOBES + 1
    return { first, weights: Array.from({ length: 2 * LOBES }, (_, n) => lanczos(at - first - n)) }
  })
  const large = new Uint8ClampedArray(wide * high)
  for (let y = 0; y < height; y += 1) {
    const row = large.subarray(y * times * wide, (y * times + 1) * wide)
    for (let x = 0; x < width; x += 1)
      for (const [step, { first, weights }] of filters.entries())
        row[x * times + step] = average(weights, (n) => pixels[y * width + within(x + first + n, width)])
    for (let copy = 1; copy < times; copy += 1) large.set(row, (y * times + copy) * wide)
  }
  return { pixels: large, width: wide, height: high }
}

const LOBES = 3

const lanczos = (x: number): number => {
  if (x === 0) return 1
  if (Math.abs(x) >= LOBES) return 0
  const angle = Math.PI * x
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / angle ** 2
}

const within = (at: number, length: number): number => Math.min(length - 1, Math.max(0, at))

const average = (weights: readonly number[], valueAt: (n: number) => number | undefined): number => {
  let [sum, total] = [0, 0]
  for (const [n, weight] of weights.entries()) {
    sum += weight * (valueAt(n) ?? 0)
    total += weight
  }
  return sum / total
}
