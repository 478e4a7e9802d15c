/** The staff API under `/api/v1`: bearer keys, idempotent posts, problem documents. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_FILE_BYTES } from '../../../application/accept-file.ts'
import { MAX_FEED_BYTES } from '../../../domain/feed-layout.ts'
import { addCardRoutes, limitDesign } from './card-api.ts'
import { addChatRoutes } from './chat-api.ts'
import { addDeliveryRoutes } from './delivery-api.ts'
import { addFeedRoutes } from './feed-api.ts'
import { addFileRoutes } from './file-api.ts'
import { replayPosts } from './idempotency.ts'
import { addInvoiceRoutes } from './invoice-api.ts'
import { addMailRoutes } from './mail-api.ts'
import { addMerchantRoutes } from './merchant-api.ts'
import { addMoveRoutes, limitPart } from './move-api.ts'
import { addNumberRoutes } from './number-api.ts'
import { addPaymentRoutes } from './payment-api.ts'
import { answerFailure } from './problem-json.ts'
import { addProofRoutes } from './proof-api.ts'
import { addSettlementRoutes } from './settlement-api.ts'
import { addSheetRoutes } from './sheet-api.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Bytes of a JSON request. */
const MAX_JSON_BYTES = 256 * 1024

/** Routes below `/api/v1`. */
export const createStaffApi = (deps: StaffDeps): Hono<StaffEnv> => {
  const api = new Hono<StaffEnv>()
  const limitJson = bodyLimit({ maxSize: MAX_JSON_BYTES, onError: tooLarge })
  const limitFile = bodyLimit({ maxSize: MAX_FILE_BYTES + 64 * 1024, onError: tooLarge })
  api.use(requireKey(deps))
  const limitFeed = bodyLimit({ maxSize: MAX_FEED_BYTES + 64 * 1024, onError: tooLarge })
  const limitArtwork = limitDesign(tooLarge)
  const limitMove = limitPart(tooLarge)
  api.use((c, next) => {
    if (/\/moves\/[^/]+\/lines$/.test(c.req.path)) return limitMove(c, next)
    if (c.req.path.endsWith('/feeds')) return limitFeed(c, next)
    if (c.req.path.endsWith('/card-design')) return limitArtwork(c, next)
    return c.req.path.endsWith('/files') ? limitFile(c, next) : limitJson(c, next)
  })
  api.use(replayPosts(deps.store))
  addInvoiceRoutes(api, deps)
  addFileRoutes(api, deps)
  addFeedRoutes(api, deps)
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
  return api
}

const requireKey =
  ({ story, clock }: StaffDeps): MiddlewareHandler<StaffEnv> =>
  async (c, next) => {
    const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const key = bearer === undefined ? undefined : await story.findApiKey(bearer, clock.now())
    if (key === undefined) return answerFailure(c, { kind: 'not-signed-in' })
    c.set('key', key)
    return next()
  }

const tooLarge = (c: Context): Response =>
  answerFailure(c, {
    kind: 'invalid-input',
    problems: [
      {
        field: 'body',
        rule: 'body-size',
        message: {
          ja: '送られた内容が大きすぎます。分けて送ってください。',
          en: 'The body is too large; split it.',
        },
      },
    ],
  })
