/** The console's page of API keys: made and shown once, listed with their last use, revoked. */
import { Hono } from 'hono'
import { refuseRole, roleTexts } from '../../../domain/access.ts'
import { formatJstTime } from '../../../domain/jst-day.ts'
import type { Failure, Text } from '../../../domain/result.ts'
import { wordsOf } from './failure-words.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const doneTexts: Readonly<Record<string, Text>> = {
  revoked: {
    ja: '無効にしました。この鍵ではもう何もできません。',
    en: 'Revoked. Nothing can be done with this key any more.',
  },
}

/** Routes below `/settings/keys`. */
export const createKeyPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, clock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showKeys(c, deps, {}))
  pages.post('/', async (c) => {
    const { name, role } = await c.req.parseBody()
    const typed = { name: typeof name === 'string' ? name : '', role: typeof role === 'string' ? role : '' }
    const request = { ...askerOf(c), name: typed.name, keyRole: typed.role }
    const made = await story.makeApiKey(request, clock.now())
    return made.ok
      ? showKeys(c, deps, { made: made.value })
      : showKeys(c, deps, { typed, failure: made.failure })
  })
  pages.post('/:id/revoke', async (c) => {
    const revoked = await story.revokeApiKey({ ...askerOf(c), id: c.req.param('id') }, clock.now())
    return revoked.ok
      ? c.redirect('/settings/keys?done=revoked', 303)
      : showKeys(c, deps, { failure: revoked.failure })
  })
  return pages
}

type Said = {
  /** The key itself; on this page only. */
  readonly made?: string
  readonly typed?: { readonly name: string; readonly role: string }
  readonly failure?: Failure
}

const showKeys = async (c: WebContext, deps: PageDeps, { made, typed, failure }: Said) => {
  const { merchantId, role } = c.get('session')
  const keys = await deps.store.apiKeys(merchantId)
  const refused = refuseRole(role, 'admin')
  return showPage(
    c,
    deps,
    'web/keys',
    {
      title: { ja: 'APIキー', en: 'API keys' },
      done: failure === undefined ? (doneTexts[c.req.query('done') ?? ''] ?? null) : null,
      wrong: failure === undefined ? [] : wordsOf(failure),
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      made: made ?? null,
      typed: typed ?? { name: '', role: 'staff' },
      roles: Object.entries(roleTexts).map(([value, name]) => ({ value, name })),
      keys: keys.map((key) => ({
        ...{ id: key.id, name: key.name, role: roleTexts[key.role], by: key.madeBy ?? null },
        at: formatJstTime(key.createdAt),
        used: key.lastUsedAt === undefined ? null : formatJstTime(key.lastUsedAt),
      })),
    },
    failure === undefined
      ? 200
      : failure.kind === 'not-allowed'
        ? 403
        : failure.kind === 'not-found'
          ? 404
          : 422,
  )
}
