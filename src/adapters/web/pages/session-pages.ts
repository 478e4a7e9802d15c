/** The console's list of one's own sessions: where one is signed in, and the way out of each. */
import { Hono } from 'hono'
import { toDeviceName } from '../../../domain/device-name.ts'
import { formatJstTime } from '../../../domain/jst-day.ts'
import type { Text } from '../../../domain/result.ts'
import { type PageDeps, showPage, type WebEnv } from './web-env.ts'

const doneTexts: Readonly<Record<string, Text>> = {
  one: { ja: 'サインアウトさせました。', en: 'Signed out there.' },
  all: { ja: 'ほかの端末をすべてサインアウトさせました。', en: 'Signed out everywhere else.' },
}

/** Routes below `/settings/sessions`. */
export const createSessionPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, wallClock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const { staffId, id } = c.get('session')
    const sessions = await story.listSessions(staffId, wallClock.now())
    return showPage(c, deps, 'web/sessions', {
      title: { ja: 'サインイン中の端末', en: 'Where you are signed in' },
      done: doneTexts[c.req.query('done') ?? ''] ?? null,
      isOnlyOne: sessions.length <= 1,
      sessions: sessions.map((session) => ({
        id: session.id,
        device: toDeviceName(session.device),
        since: formatJstTime(session.createdAt),
        seen: formatJstTime(session.lastSeenAt),
        isThis: session.id === id,
      })),
    })
  })
  pages.post('/others/end', async (c) => {
    await story.endOtherSessions(c.get('session'))
    return c.redirect('/settings/sessions?done=all', 303)
  })
  pages.post('/:id/end', async (c) => {
    const { staffId } = c.get('session')
    await story.endSession({ staffId, id: c.req.param('id') })
    return c.redirect('/settings/sessions?done=one', 303)
  })
  return pages
}
