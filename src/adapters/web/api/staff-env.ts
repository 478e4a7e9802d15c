/** What every route of the staff API is handed, and what a request that was let in knows. */
import type { Context } from 'hono'
import type { Story } from '../../../application/story.ts'
import type { Actor, ApiKey } from '../../../domain/access.ts'
import type { Clock, Limiter, Store } from '../../../ports.ts'

export type StaffEnv = { Variables: { key: ApiKey } }
export type StaffContext = Context<StaffEnv>
export type StaffDeps = {
  readonly story: Story
  readonly store: Store
  readonly clock: Clock
  readonly baseUrl: string
  readonly limiter: Limiter
  /** Requests of one key within a minute, and wrong keys of one address. */
  readonly perMinute: number
}

/** Whose key it is, and who acts with it. */
export const callerOf = (c: StaffContext): { readonly merchantId: string; readonly actor: Actor } => {
  const { merchantId, name } = c.get('key')
  return { merchantId, actor: { kind: 'api-key', name } }
}
