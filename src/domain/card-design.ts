/** A merchant's own card: its artwork and where number and barcode stand on it. */
import type { CardLayout } from './card-layout.ts'
import type { Instant } from './jst-day.ts'

/** Largest file of an artwork, in bytes. */
export const MAX_ARTWORK_BYTES = 4 * 1024 * 1024

/** An artwork as it is drawn: a picture that needs nothing but itself. */
export type ArtworkType = 'image/png' | 'image/svg+xml'

export type CardDesign = {
  readonly merchantId: string
  readonly layout: CardLayout
  readonly type: ArtworkType
  /** SHA-256 of the picture, and its place in the vault. */
  readonly sha256: string
  readonly savedAt: Instant
  /** Whoever saved it, as the console shows it. */
  readonly savedBy: string
}
