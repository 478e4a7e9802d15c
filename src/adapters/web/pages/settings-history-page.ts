/** The console's history of the settings: who changed what, when, from what to what. */
import { Hono } from 'hono'
import { formatJstTime } from '../../../domain/jst-day.ts'
import { actionTexts, type SettingsChange, topicTexts } from '../../../domain/settings-change.ts'
import { type PageDeps, showPage, type WebEnv } from './web-env.ts'

/** Changes on one page. */
const PAGE_SIZE = 50

/** Route `/settings/history`. */
export const createSettingsHistoryPage = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const cursor = c.req.query('cursor')
    const { merchantId } = c.get('session')
    const { items, nextCursor } = await deps.store.settingsChanges(merchantId, PAGE_SIZE, cursor)
    return showPage(c, deps, 'web/settings-history', {
      title: { ja: '変更履歴', en: 'History of settings' },
      isFirst: cursor === undefined,
      nextCursor: nextCursor ?? null,
      changes: items.map(toRow),
    })
  })
  return pages
}

const toRow = ({ at, actor, topic, action, subject, fields }: SettingsChange) => ({
  at: formatJstTime(at),
  who: actor.name,
  topic: topicTexts[topic],
  action: actionTexts[action],
  subject,
  fields,
})
