/** The staff API under `/api/v1`: bearer keys, idempotent posts, problem documents. */
import { Hono, type MiddlewareHandler } from 'hono'
import { MAX_FILE_BYTES } from '../../../application/accept-file.ts'
import { MAX_FEED_BYTES } from '../../../domain/feed-layout.ts'
import { tooMany } from '../../../domain/request-limit.ts'
import { addressOf, limitRequests } from '../limit-requests.ts'
import { addCardRoutes, MAX_DESIGN_BYTES } from './card-api.ts'
import { addChatRoutes } from './chat-api.ts'
import { addCustomerRoutes } from './customer-api.ts'
import { addDeliveryRoutes } from './delivery-api.ts'
import { addFeedRoutes } from './feed-api.ts'
import { addFileRoutes } from './file-api.ts'
import { replayPosts } from './idempotency.ts'
import { addInvoiceRoutes } from './invoice-api.ts'
import { limitBody } from './limit-body.ts'
import { addMailRoutes } from './mail-api.ts'
import { addMerchantRoutes } from './merchant-api.ts'
import { addMoveRoutes, MAX_PART_BYTES } from './move-api.ts'
import { addNumberRoutes } from './number-api.ts'
import { addPaymentRoutes } from './payment-api.ts'
import { answerFailure } from './problem-json.ts'
import { addProofRoutes } from './proof-api.ts'
import { requireReadableForm } from './require-readable-form.ts'
import { addSettlementRoutes } from './settlement-api.ts'
import { addSheetRoutes } from './sheet-api.ts'
import type { StaffContext, StaffDeps, StaffEnv } from './staff-env.ts'
import { addWebhookRoutes } from './webhook-api.ts'

/** Bytes of a JSON request. */
const MAX_JSON_BYTES = 256 * 1024

/** Room for the form around a file, in bytes. */
const FORM_BYTES = 64 * 1024

/** Routes below `/api/v1`. */
export const createStaffApi = (deps: StaffDeps): Hono<StaffEnv> => {
  const api = new Hono<StaffEnv>()
  const [limitJson, limitFile, limitFeed, limitArtwork] = [
    limitBody(MAX_JSON_BYTES),
    limitBody(MAX_FILE_BYTES + FORM_BYTES),
    limitBody(MAX_FEED_BYTES + FORM_BYTES),
    limitBody(MAX_DESIGN_BYTES),
  ]
  api.use(requireKey(deps))
  api.use(limitKeys(deps))
  const limitMove = limitBody(MAX_PART_BYTES)
  api.use((c, next) => {
    if (/\/moves\/[^/]+\/lines$/.test(c.req.path)) return limitMove(c, next)
    if (c.req.path.endsWith('/feeds')) return limitFeed(c, next)
    if (c.req.path.endsWith('/card-design')) return limitArtwork(c, next)
    return c.req.path.endsWith('/files') ? limitFile(c, next) : limitJson(c, next)
  })
  api.use(requireReadableForm)
  api.use(replayPosts(deps.store))
  addInvoiceRoutes(api, deps)
  addFileRoutes(api, deps)
  addFeedRoutes(api, deps)
  addCustomerRoutes(api, deps)
  addPaymentRoutes(api, deps)
  addDeliveryRoutes(api, deps)
  addCardRoutes(api, deps)
  addSheetRoutes(api, deps)
  addProofRoutes(api, deps)
  addNumberRoutes(api, deps)
  addSettlementRoutes(api, deps)
  addMerchantRoutes(api, deps)
  addMailRoutes(api, deps)
  addMoveRoutes(api, deps)
  addChatRoutes(api, deps)
  addWebhookRoutes(api, deps)
  return api
}

const requireKey =
  ({ story, clock, limiter, perMinute }: StaffDeps): MiddlewareHandler<StaffEnv> =>
  async (c, next) => {
    const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const key = bearer === undefined ? undefined : await story.findApiKey(bearer, clock.now())
    if (key !== undefined) {
      c.set('key', key)
      return next()
    }
    const retryAfterMs = await limiter.take(
      { name: 'api-guess', points: perMinute, seconds: 60 },
      addressOf(c),
    )
    return answerFailure(c, retryAfterMs === undefined ? { kind: 'not-signed-in' } : tooMany(retryAfterMs))
  }

/** As many requests a minute as its share for each key. */
const limitKeys = ({ limiter, perMinute }: StaffDeps): MiddlewareHandler<StaffEnv> =>
  limitRequests({
    limiter,
    limit: { name: 'api', points: perMinute, seconds: 60 },
    keyOf: (c: StaffContext) => c.get('key').hash,
    refuse: (c, retryAfterMs) => answerFailure(c, tooMany(retryAfterMs)),
  })
