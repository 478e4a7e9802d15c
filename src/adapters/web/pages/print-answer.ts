/** Answers a page's request for something printed: the PDF, or why there is none. */
import type { Context } from 'hono'
import type { Result } from '../../../domain/result.ts'
import type { Render } from '../../../ports.ts'
import { showMessage } from './message-page.ts'

/** `name` is what the file is called when it is kept; `back` leads away from a failure. */
export const answerPdf = (
  c: Context,
  render: Render,
  printed: Result<Uint8Array>,
  { name, back }: { readonly name: string; readonly back: string },
): Response | Promise<Response> => {
  if (printed.ok) {
    return c.body(new Uint8Array(printed.value), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}"`,
    })
  }
  const { failure } = printed
  if (failure.kind === 'invalid-input' || failure.kind === 'not-found') {
    const [problem] = failure.kind === 'invalid-input' ? failure.problems : []
    return showMessage(c, render, problem === undefined ? 404 : 422, {
      title: { ja: '印刷できません', en: 'Cannot be printed' },
      text:
        problem?.message.ja ?? 'その番号は、こちらで発行したものではありません。もう一度お確かめください。',
      english: problem?.message.en ?? 'This number was not issued here. Check the digits.',
      back,
    })
  }
  return showMessage(c, render, 503, {
    title: { ja: 'いまは印刷できません', en: 'Printing is not possible right now' },
    text: '少し待ってから、もう一度お試しください。',
    english: 'Please try again in a moment.',
    back,
  })
}
