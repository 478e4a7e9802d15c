/** Puts an invoice's sheet into the chat as a PDF. */
import type { WebClient } from '@slack/web-api'
import type { Invoice } from '../../domain/invoice.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { fail, ok, type Result, type Text } from '../../domain/result.ts'
import { drawHint, drawSaid } from './draw-answer.ts'
import { findInvoice } from './find-invoice.ts'
import { readPlace } from './place.ts'
import { toBuffer } from './preview-file.ts'
import type { Answer } from './register-bill.ts'
import type { SlackDeps } from './slack-deps.ts'
import type { Place } from './tell-person.ts'

/** The stored sheet, or one printed now, at a place in the chat; why not, when it cannot be. */
export const sendSheet = async (
  { story, clock }: Pick<SlackDeps, 'story' | 'clock'>,
  client: WebClient,
  invoice: Invoice,
  { channel, threadTs }: Place,
): Promise<Result<void, Text>> => {
  const pdf = await story.fetchSheet(invoice, clock.now())
  if (pdf === undefined) return fail(notPrinted)
  const name = invoice.reference ?? invoice.number
  const place =
    threadTs === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: threadTs }
  await client.filesUploadV2({
    ...place,
    filename: `sheet-${name.replace(/[^\w-]/g, '_')}.pdf`,
    title: `${invoice.customer.name} ${invoice.customer.honorific} ${invoice.subject}`,
    file: toBuffer(pdf),
  })
  return ok(undefined)
}

/** What `/pit sheet REF` does: the sheet goes into the thread of the invoice's card, or into the channel. */
export const sendSheetOf = async (
  deps: Pick<SlackDeps, 'story' | 'store' | 'clock'>,
  client: WebClient,
  merchant: Merchant,
  channel: string,
  reference: string,
): Promise<Answer> => {
  const found = await findInvoice(deps.store, merchant.id, reference)
  if (!found.ok) return { ...drawHint(found.failure), audience: 'typist' }
  const sent = await sendSheet(deps, client, found.value, await findCard(deps, found.value, channel))
  return { ...(sent.ok ? drawSaid(isThere) : drawHint(sent.failure)), audience: 'typist' }
}

/** Where the invoice's card stands, if it has one. */
const findCard = async (
  { store }: Pick<SlackDeps, 'store'>,
  { id }: Invoice,
  channel: string,
): Promise<Place> => {
  const deliveries = await store.deliveriesOfInvoice(id)
  const card = deliveries.find(({ message, providerId }) => message.kind === 'invoice-line' && providerId)
  const place = readPlace(card?.providerId ?? '')
  return place.channel === '' ? { channel } : { channel: place.channel, threadTs: place.ts }
}

const isThere: Text = {
  ja: '🧾 シートを PDF で入れました。',
  en: 'The sheet is there as a PDF.',
}

const notPrinted: Text = {
  ja: 'シートをいま印刷できません。少し待ってからもう一度お試しください。',
  en: 'The sheet cannot be printed right now; try again in a moment.',
}
