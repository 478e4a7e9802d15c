/** What is compared: ways to make PDFs of sheets. */
import type { SheetContent } from '../../../src/domain/sheet.ts'

export type Peer = {
  readonly name: string
  /** One PDF with a page for each sheet. */
  print(sheets: readonly SheetContent[]): Promise<Uint8Array>
  /** Runs of one sheet and of a hundred in a round; the slow ones get fewer. */
  readonly runs: { readonly single: number; readonly bulk: number }
  close(): Promise<void>
}

/** A peer that is not installed says what is missing. */
export type Missing = { readonly name: string; readonly missing: string }

/** What all peers set their text in: the same faces as ours, as whole files. */
export type PeerFonts = { readonly regular: string; readonly bold: string }
