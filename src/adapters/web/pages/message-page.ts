/** Short pages that say one thing and what to do next. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Text } from '../../../domain/result.ts'
import type { Render } from '../../../ports.ts'
import { inLanguage, readLanguage, toText } from './language-pages.ts'

export type Message = {
  readonly title: string | Text
  readonly text: string
  readonly english: string
  readonly back?: string
  /** A form with one button. */
  readonly action?: string
  readonly button?: string | Text
}

/** Says it in the reader's language, with a status. */
export const showMessage = (
  c: Context,
  render: Render,
  status: ContentfulStatusCode,
  { title, text, english, back, action, button }: Message,
): Response | Promise<Response> =>
  c.html(
    render(inLanguage('web/message', readLanguage(c)), {
      title: toText(title),
      text: { ja: text, en: english },
      back: back ?? null,
      action: action ?? null,
      button: button === undefined ? null : toText(button),
    }),
    status,
  )

export const notFoundMessage: Message = {
  title: { ja: '見つかりません', en: 'Not found' },
  text: 'このアドレスには何もありません。リンクが古いか、書き写しまちがいかもしれません。',
  english: 'There is nothing at this address. The link may be old, or mistyped.',
  back: '/',
}
