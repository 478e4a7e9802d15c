/** Short pages that say one thing and what to do next. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Render } from '../../../ports.ts'

export type Message = {
  readonly title: string
  readonly text: string
  readonly english: string
  readonly back?: string
  /** A form with one button. */
  readonly action?: string
  readonly button?: string
}

/** Says it, with a status. */
export const showMessage = (
  c: Context,
  render: Render,
  status: ContentfulStatusCode,
  { title, text, english, back, action, button }: Message,
): Response | Promise<Response> =>
  c.html(
    render('web/message', {
      title,
      text,
      english,
      back: back ?? null,
      action: action ?? null,
      button: button ?? null,
      lang: 'ja',
    }),
    status,
  )

export const notFoundMessage: Message = {
  title: '見つかりません',
  text: 'このアドレスには何もありません。リンクが古いか、書き写しまちがいかもしれません。',
  english: 'There is nothing at this address.',
  back: '/',
}
