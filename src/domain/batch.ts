/** A batch: one file of invoices, registered or refused. */
import type { Instant } from './jst-day.ts'
import type { Problem } from './result.ts'
import type { RowCut } from './text-cuts.ts'

export type BatchMode = 'all_or_nothing' | 'valid_rows'

export type Batch = {
  readonly id: string
  readonly merchantId: string
  readonly fileName: string
  readonly status: 'registered' | 'refused'
  readonly mode: BatchMode
  readonly rows: number
  readonly accepted: number
  readonly totalYen: number
  readonly problems: readonly Problem[]
  /** The faulty rows as they stood in the file, with the header first, to be mended and sent again. */
  readonly refusedRows: readonly (readonly string[])[]
  /** Texts too wide for sheet, slip or terminal, in all rows without problems; nothing is refused for them. */
  readonly cutCount: number
  /** The first of them, in the order of the rows. */
  readonly cuts: readonly RowCut[]
  readonly registeredAt: Instant
}

/** How the notices of a batch are getting on; one that was sent again to another address counts once, there. */
export type BatchProgress = {
  readonly notices: number
  /** Taken by the provider; what became of them then is counted below, as far as it reported. */
  readonly sent: number
  readonly delivered: number
  readonly delayed: number
  readonly bounced: number
  readonly complained: number
  /** Not sent, waiting for a person. */
  readonly parked: number
}
