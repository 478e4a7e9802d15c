/** Where a reminder's unsubscribe link leads: one click of the mail program, or a button for the person. */
import { Hono } from 'hono'
import { notFoundMessage, showMessage } from './message-page.ts'
import type { PageDeps } from './web-env.ts'

/**
 * Routes below `/s/:token/reminders`. A mail program posts without a page of ours before it (RFC 8058), so this
 * stands before the guard against foreign forms: the token is all that is needed to ask for silence.
 */
export const createReminderPages = ({ story, clock, render }: PageDeps): Hono => {
  const pages = new Hono()
  const { back: _, ...notFound } = notFoundMessage
  pages.get('/:token/reminders', async (c) => {
    const token = c.req.param('token')
    const invoice = await story.findByLink(token)
    if (invoice === undefined) return showMessage(c, render, 404, notFound)
    if (!invoice.remind) return showMessage(c, render, 200, stopped)
    return showMessage(c, render, 200, { ...question, action: `/s/${token}/reminders` })
  })
  pages.post('/:token/reminders', async (c) => {
    const result = await story.stopReminders(c.req.param('token'), clock.now())
    return result.ok ? showMessage(c, render, 200, stopped) : showMessage(c, render, 404, notFound)
  })
  return pages
}

const question = {
  title: { ja: '期限前のお知らせをやめますか', en: 'Stop reminders of this bill?' },
  text: 'この請求について、支払期限の前のお知らせを送らないようにします。請求はそのまま残ります。',
  english: 'No more reminders before the due day are sent for this bill. The bill itself stays as it is.',
  button: { ja: 'お知らせをやめる', en: 'Stop reminders' },
}

const stopped = {
  title: { ja: '期限前のお知らせをやめました', en: 'Reminders are stopped' },
  text: 'この請求について、支払期限の前のお知らせはもう送りません。お支払いは期限までにお願いします。',
  english: 'You will get no more reminders of this bill. Please pay it by its due date.',
}
