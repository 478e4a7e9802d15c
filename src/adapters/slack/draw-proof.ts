/** Draws what a failed proof holds back, and the way to let it go again. */
import type { ChatLine } from '../../ports.ts'
import { actions, context, type Drawn, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** A line of the chat; `baseUrl` is where the console is. */
export const drawProof = (
  { stop, batch, held }: Extract<ChatLine, { kind: 'proof' }>,
  baseUrl: string,
): Drawn => {
  const what = batch === undefined ? '' : `${escapeMrkdwn(batch.fileName)} の`
  const summary = `シートの検査で止めました：${what}お知らせメール ${held}通を送っていません`
  const button =
    stop.resumedAt === undefined
      ? linkButton('open-proof', '確かめて、再開する', `${baseUrl}/proofs/${stop.id}`)
      : linkButton('open-proof', '開く', `${baseUrl}/proofs/${stop.id}`)
  return {
    text: summary,
    blocks: [
      section(
        `🛑 *シートの検査で止めました* Stopped by a failed proof\n${what}お知らせメール ${held}通を、まだ送っていません。`,
      ),
      section(`${escapeMrkdwn(stop.reason.ja)}\n${escapeMrkdwn(stop.reason.en)}`),
      context('ひな形やロゴを直してから再開してください。刷り直して、全部のシートを検査してから送ります。'),
      actions(button),
    ],
  }
}
