/** Collection data files over the API: take one, see what became of it, tick off the list for a person. */
import type { Context, Hono } from 'hono'
import type { FeedTaken } from '../../../application/collect-feed.ts'
import type { FeedLayout } from '../../../domain/collection-record.ts'
import type { Feed } from '../../../domain/feed.ts'
import type { Failure } from '../../../domain/result.ts'
import { toFeedItemJson, toFeedJson } from './feed-json.ts'
import { rememberAnswer, replayAnswer } from './idempotency.ts'
import { answerDescribed, answerFailure, languageOf } from './problem-json.ts'
import { uploadOf } from './read-upload.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Records of the list for a person that an answer shows; the rest come page by page. */
const MAX_SHOWN = 200

/** Adds `/feeds` routes. */
export const addFeedRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.post('/feeds', (c) => take(c, deps))

  api.get('/feeds', async (c) => {
    const page = await store.feeds(c.get('key').merchantId, limitOf(c), c.req.query('cursor'))
    return c.json({ data: page.items.map(toFeedJson), next_cursor: page.nextCursor ?? null })
  })

  api.get('/feeds/:id', async (c) => {
    const feed = await ownFeed(c, store)
    if (feed === undefined) return notFound(c)
    const items = await store.feedItems(feed.id, 'for-person', MAX_SHOWN)
    return c.json({ ...toFeedJson(feed), items: items.map((item) => toFeedItemJson(item, language(c))) })
  })

  api.get('/feeds/:id/items', async (c) => {
    const feed = await ownFeed(c, store)
    if (feed === undefined) return notFound(c)
    const asked = c.req.query('filter')
    const filter = asked === 'all' || asked === 'to-do' ? asked : 'for-person'
    const limit = limitOf(c)
    const items = await store.feedItems(feed.id, filter, limit, Number(c.req.query('cursor') ?? '0') || 0)
    return c.json({
      data: items.map((item) => toFeedItemJson(item, language(c))),
      next_cursor: items.length < limit ? null : String(items.at(-1)?.row ?? ''),
    })
  })

  api.get('/feeds/:id/file', async (c) => {
    const feed = await ownFeed(c, store)
    const bytes = feed === undefined ? undefined : await story.fetchFeedFile(feed)
    if (feed === undefined || bytes === undefined) return notFound(c)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${feed.id}.txt"`,
    })
  })

  api.post('/feeds/:id/items/:row/done', async (c) => {
    const { merchantId, name } = c.get('key')
    const result = await story.finishFeedItem(
      {
        ownerId: merchantId,
        feedId: c.req.param('id'),
        row: Number(c.req.param('row')) || 0,
        actor: { kind: 'api-key', name },
      },
      clock.now(),
    )
    return result.ok ? c.body(null, 204) : answerFailure(c, result.failure)
  })
}

const take = async (c: Context<StaffEnv>, { story, store, clock }: StaffDeps): Promise<Response> => {
  const key = c.get('key')
  const format = c.req.query('format')
  if (format !== undefined && !isLayout(format)) return wrongFormat(c, format)
  const dryRun = c.req.query('dry_run') === 'true'
  const result = await story.collectFeed(
    {
      ...(await uploadOf(c)),
      ownerId: key.merchantId,
      layout: format,
      actor: { kind: 'api-key', name: key.name },
      dryRun,
      alongside: (taken) =>
        rememberAnswer(c, key, 201, { ...answerOf(c, taken), dry_run: false }, clock.now()),
    },
    clock.now(),
  )
  if (!result.ok) return (await replayAnswer(c, store, key)) ?? answerRefused(c, result.failure)
  const answer = answerOf(c, result.value)
  return c.json({ ...answer, dry_run: dryRun }, dryRun || result.value.replayed ? 200 : 201)
}

const answerOf = (c: Context, { feed, items, replayed }: FeedTaken) => ({
  ...toFeedJson(feed),
  replayed,
  items: items
    .filter(({ reason }) => reason !== undefined)
    .slice(0, MAX_SHOWN)
    .map((item) => toFeedItemJson(item, language(c))),
})

/** A file is refused whole: nothing of it was taken. */
const answerRefused = (c: Context, failure: Failure): Response => {
  if (failure.kind !== 'invalid-input') return answerFailure(c, failure)
  const { problems } = failure
  return answerDescribed(c, {
    status: 422,
    code: 'file_refused',
    title: 'File refused',
    detail: {
      ja: `ファイルに${problems.length}件の問題があります。何も取り込んでいません。`,
      en: `The file has ${problems.length} problem(s). Nothing of it was taken.`,
    },
    problems,
  })
}

const layouts: readonly string[] = ['dsk', 'fixed-a', 'fixed-b'] satisfies readonly FeedLayout[]
const isLayout = (text: string): text is FeedLayout => layouts.includes(text)

const wrongFormat = (c: Context, format: string): Response =>
  answerFailure(c, {
    kind: 'invalid-input',
    problems: [
      {
        field: 'format',
        value: format.slice(0, 40),
        rule: 'format-choice',
        message: {
          ja: 'dsk・fixed-a・fixed-b のどれかにするか、省いてください（自動で見分けます）。',
          en: 'must be dsk, fixed-a or fixed-b; left out, it is recognised.',
        },
      },
    ],
  })

const language = (c: Context) => languageOf(c.req.header('accept-language'))
const limitOf = (c: Context): number => Math.min(MAX_SHOWN, Number(c.req.query('limit') ?? '50') || 50)

/** Someone else's file does not exist. */
const ownFeed = async (
  c: Context<StaffEnv>,
  store: Pick<StaffDeps['store'], 'feed'>,
): Promise<Feed | undefined> => {
  const feed = await store.feed(c.req.param('id') ?? '')
  return feed?.ownerId === c.get('key').merchantId ? feed : undefined
}

const notFound = (c: Context): Response =>
  answerFailure(c, { kind: 'not-found', what: 'feed', id: c.req.param('id') ?? '' })
