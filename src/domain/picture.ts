/** Pictures of what was printed. */

/** RGBA, row by row. */
export type Picture = { readonly width: number; readonly height: number; readonly data: Uint8Array }

/** Reads one of the four values of a pixel; beyond the edge it is white. */
export const valueAt = (
  { width, height, data }: Picture,
  x: number,
  y: number,
  channel: 0 | 1 | 2,
): number => {
  if (x < 0 || y < 0 || x >= width || y >= height) return 255
  return data[(y * width + x) * 4 + channel] ?? 255
}
