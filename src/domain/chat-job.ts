/** A file registered from the chat, and the message there that is edited as its notices go. */
import type { Instant } from './jst-day.ts'
import type { Language } from './language.ts'

export type ChatJob = {
  readonly batchId: string
  readonly merchantId: string
  /** Where the edited message stands, and in which thread. */
  readonly channel: string
  readonly ts: string
  readonly threadTs: string
  readonly language: Language
  /** What the message says now, so that it is edited only when there is news. */
  readonly shown: string
  /** Files of sheets that are in the thread already. */
  readonly partsSent: number
  /** Tries in a row that came to nothing. */
  readonly failures: number
  readonly isDone: boolean
  readonly nextAt: Instant
  readonly createdAt: Instant
}
