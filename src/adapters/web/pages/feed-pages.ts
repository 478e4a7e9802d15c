/** The console's pages of collection data files: look at one first, take it, work through its list. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { FeedTaken } from '../../../application/collect-feed.ts'
import type { FeedLayout } from '../../../domain/collection-record.ts'
import type { Feed } from '../../../domain/feed.ts'
import { MAX_FEED_BYTES } from '../../../domain/feed-layout.ts'
import type { Failure, Problem } from '../../../domain/result.ts'
import { layoutNames, toFeedItemModel, toFeedModel } from './feed-model.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Files of the history on one page. */
const PAGE_SIZE = 20
/** Records of a list on one page. */
const MAX_ITEMS = 200

const tooLarge: Problem = {
  field: 'file',
  rule: 'feed-size',
  message: { ja: 'ファイルは20MBまでです。分けてください。', en: 'A file has at most 20 MB; split it.' },
}

/** Routes below `/feeds`. */
export const createFeedPages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  const limit = bodyLimit({
    maxSize: MAX_FEED_BYTES + 64 * 1024,
    onError: async (c) => showHistory(c, deps, [tooLarge]),
  })
  pages.get('/', (c) => showHistory(c, deps, []))
  pages.post('/preview', limit, (c) => preview(c, deps))
  pages.post('/take', (c) => take(c, deps))
  pages.get('/:id', async (c) => {
    const feed = await ownFeed(c, deps)
    return feed === undefined ? showMessage(c, deps.render, 404, notFoundMessage) : showFeed(c, deps, feed)
  })
  pages.get('/:id/file', async (c) => {
    const feed = await ownFeed(c, deps)
    const bytes = feed === undefined ? undefined : await deps.story.fetchFeedFile(feed)
    if (feed === undefined || bytes === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${feed.id}.txt"`,
    })
  })
  pages.post('/:id/items/:row/done', async (c) => {
    const feedId = c.req.param('id')
    const { merchantId: ownerId, staffName: name } = c.get('session')
    const request = {
      ownerId,
      feedId,
      row: Number(c.req.param('row')) || 0,
      actor: { kind: 'staff', name } as const,
    }
    const result = await deps.story.finishFeedItem(request, deps.clock.now())
    if (!result.ok) return showMessage(c, deps.render, 404, notFoundMessage)
    return c.redirect(`/feeds/${feedId}#list`, 303)
  })
  return pages
}

const ownFeed = async (c: WebContext, { store }: PageDeps): Promise<Feed | undefined> => {
  const feed = await store.feed(c.req.param('id') ?? '')
  return feed?.ownerId === c.get('session').merchantId ? feed : undefined
}

const showHistory = async (c: WebContext, deps: PageDeps, problems: readonly Problem[]) => {
  const page = await deps.store.feeds(c.get('session').merchantId, PAGE_SIZE, c.req.query('cursor'))
  return showPage(
    c,
    deps,
    'web/feeds',
    {
      title: { ja: '収納データ取込', en: 'Collection data' },
      problems: problems.map((problem) => ({
        ...problem,
        row: problem.row ?? null,
        value: problem.value ?? '',
      })),
      layouts: Object.entries(layoutNames).map(([value, name]) => ({ value, name })),
      feeds: page.items.map(toFeedModel),
      next: page.nextCursor === undefined ? null : `/feeds?cursor=${page.nextCursor}`,
    },
    problems.length === 0 ? 200 : 422,
  )
}

const missing: Problem = {
  field: 'file',
  rule: 'required',
  message: { ja: 'ファイルを選んでください。', en: 'Choose a file.' },
}

const preview = async (c: WebContext, deps: PageDeps) => {
  const { file, layout: chosen } = await c.req.parseBody()
  if (!(file instanceof File) || file.size === 0) return showHistory(c, deps, [missing])
  const { merchantId: ownerId, staffName: name } = c.get('session')
  const layout = toLayout(chosen)
  const request = {
    ownerId,
    fileName: file.name.slice(0, 200),
    layout,
    actor: { kind: 'staff', name } as const,
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const result = await deps.story.previewFeed({ ...request, bytes }, deps.clock.now())
  if (!result.ok) return showHistory(c, deps, problemsOf(result.failure))
  if (result.value.replayed) return c.redirect(`/feeds/${result.value.feed.id}?replayed=1`, 303)
  return showPreview(c, deps, result.value, typeof chosen === 'string' ? chosen : '')
}

const showPreview = (c: WebContext, deps: PageDeps, { feed, items }: FeedTaken, layout: string) =>
  showPage(c, deps, 'web/feed', {
    title: { ja: `${feed.fileName}（確認）`, en: `${feed.fileName} (preview)` },
    feed: toFeedModel(feed),
    items: items
      .filter(({ reason }) => reason !== undefined)
      .slice(0, MAX_ITEMS)
      .map(toFeedItemModel),
    isPreview: true,
    layout,
    replayed: false,
    listed: 'to-do',
    next: null,
  })

const take = async (c: WebContext, deps: PageDeps) => {
  const { sha256, file_name: fileName, layout } = await c.req.parseBody()
  const { merchantId: ownerId, staffName: name } = c.get('session')
  const request = {
    ownerId,
    sha256: typeof sha256 === 'string' ? sha256 : '',
    fileName: typeof fileName === 'string' ? fileName.slice(0, 200) : '',
    layout: toLayout(layout),
    actor: { kind: 'staff', name } as const,
  }
  const result = await deps.story.takePreviewedFeed(request, deps.clock.now())
  if (!result.ok) return showHistory(c, deps, problemsOf(result.failure))
  const { feed, replayed } = result.value
  return c.redirect(`/feeds/${feed.id}${replayed ? '?replayed=1' : ''}`, 303)
}

const showFeed = async (c: WebContext, deps: PageDeps, feed: Feed) => {
  const listed = c.req.query('list') === 'all' ? 'for-person' : 'to-do'
  const items = await deps.store.feedItems(
    feed.id,
    listed,
    MAX_ITEMS,
    Number(c.req.query('after') ?? '0') || 0,
  )
  const last = items.at(-1)
  return showPage(c, deps, 'web/feed', {
    title: feed.fileName,
    feed: toFeedModel(feed),
    items: items.map(toFeedItemModel),
    isPreview: false,
    layout: '',
    replayed: c.req.query('replayed') === '1',
    listed,
    next:
      items.length < MAX_ITEMS || last === undefined
        ? null
        : `/feeds/${feed.id}?after=${last.row}${listed === 'to-do' ? '' : '&list=all'}#list`,
  })
}

const toLayout = (text: unknown): FeedLayout | undefined =>
  text === 'dsk' || text === 'fixed-a' || text === 'fixed-b' ? text : undefined

const problemsOf = (failure: Failure): readonly Problem[] =>
  failure.kind === 'invalid-input'
    ? failure.problems
    : [
        {
          field: 'file',
          rule: failure.kind,
          message: {
            ja: 'いまは取り込めませんでした。少し待ってから、もう一度ファイルを選んでください。',
            en: 'It could not be taken right now; choose the file again in a moment.',
          },
        },
      ]
