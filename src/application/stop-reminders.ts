/** A customer wants no more reminders of a bill; the bill itself stays as it is. */
import { systemActor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findByLink } from './find-by-link.ts'
import type { World } from './world.ts'

/** `token`: of the customer's link; saying it twice changes nothing. */
export const stopReminders = (world: World, token: string, now: Instant): Promise<Result<undefined>> =>
  commitWithRetry(world.store, async () => {
    const invoice = await findByLink(world, token)
    if (invoice === undefined) return fail({ kind: 'not-found', what: 'page', id: 'reminders' })
    if (!invoice.remind) return ok({ changes: [], value: undefined })
    const actor = { ...systemActor, name: 'お客さま' }
    return ok({ changes: [{ kind: 'stop-reminders', invoice, at: now, actor }], value: undefined })
  })
