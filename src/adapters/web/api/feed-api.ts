/** Collection data files over the API: take one, see what became of it, tick off the list for a person. */
import type { Context, Hono } from 'hono'
import type { FeedTaken } from '../../../application/collect-feed.ts'
import type { Feed } from '../../../domain/feed.ts'
import type { Failure } from '../../../domain/result.ts'
import { toFeedItemJson, toFeedJson } from './feed-json.ts'
import { answerOnce, rememberAnswer, replayAnswer } from './idempotency.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerDescribed, answerFailure, languageOf } from './problem-json.ts'
import { readQuery } from './read-json.ts'
import { uploadOf } from './read-upload.ts'
import { feedItemQuery, feedQuery } from './schemas/feed-schemas.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Records of the list for a person that an answer shows; the rest come page by page. */
const MAX_SHOWN = 200

/** Adds `/feeds` routes. */
export const addFeedRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.post('/feeds', (c) => take(c, deps))

  api.get('/feeds', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const { limit, cursor } = paging.value
    return answerPage(c, await store.feeds(c.get('key').merchantId, limit, cursor), toFeedJson)
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
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const query = readQuery(c, feedItemQuery)
    if (!query.ok) return answerFailure(c, query.failure)
    const { limit, cursor } = paging.value
    const items = await store.feedItems(
      feed.id,
      query.value.filter ?? 'for-person',
      limit,
      toRow(cursor ?? ''),
    )
    const nextCursor = items.length < limit ? undefined : String(items.at(-1)?.row ?? '')
    return answerPage(c, { items, nextCursor }, (item) => toFeedItemJson(item, language(c)))
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
    const { merchantId, actor } = callerOf(c)
    const feedId = c.req.param('id')
    const request = { ownerId: merchantId, feedId, row: toRow(c.req.param('row')), actor }
    return answerOnce(c, deps, { status: 204, toBody: () => null }, (remember) =>
      story.finishFeedItem({ ...request, alongside: () => remember(undefined) }, clock.now()),
    )
  })
}

const take = async (c: Context<StaffEnv>, { story, store, clock }: StaffDeps): Promise<Response> => {
  const key = c.get('key')
  const query = readQuery(c, feedQuery)
  if (!query.ok) return answerFailure(c, query.failure)
  const { format, dry_run } = query.value
  const dryRun = dry_run === 'true'
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

const language = (c: Context) => languageOf(c.req.header('accept-language'))
/** A line of the file; 0 for what is none. */
const toRow = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

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
