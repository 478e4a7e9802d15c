/** What the listeners of the Slack app are handed. */
import type { Strangers } from '../../domain/chat-access.ts'
import type { Clock, Log } from '../../ports.ts'
import type { BillDeps } from './register-bill.ts'

export type SlackDeps = BillDeps & {
  /** What people of a channel may do who are not on the list of staff. */
  readonly strangers: Strangers
  readonly clock: Clock
  readonly log: Log
  readonly signingSecret: string
  readonly botToken: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  /** Where a merchant without a channel of its own is told things. */
  readonly channel: string
  /** Keeps work alive after the answer: `waitUntil` on Workers, a drained set on Node. */
  readonly background: (work: Promise<void>) => void
}
