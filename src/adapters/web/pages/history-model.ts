/** The history of an invoice as people read it: when, who, from where, what, and why. */
import type { Actor } from '../../../domain/access.ts'
import { toToldReceipt } from '../../../domain/network-client.ts'
import type { Text } from '../../../domain/result.ts'
import { toYen } from '../../../domain/yen.ts'
import type { HistoryRow } from '../../../ports.ts'
import { toChainText } from './business-names.ts'
import { toText } from './language-pages.ts'
import { statusNames } from './page-names.ts'

const actionNames: Readonly<Record<string, Text>> = {
  register: { ja: '登録', en: 'Registered' },
  pay: { ja: '入金', en: 'Paid' },
  confirm: { ja: '確報', en: 'Confirmed' },
  'undo-payment': { ja: '速報取消', en: 'Payment undone' },
  expire: { ja: '期限切れ', en: 'Expired' },
  cancel: { ja: '取り消し', en: 'Cancelled' },
  'renew-link': { ja: 'リンクの更新', en: 'Link renewed' },
  replace: { ja: '訂正して出し直し', en: 'Corrected and issued again' },
  'mend-address': { ja: '宛先を直した', en: 'Address mended' },
  notify: { ja: 'お知らせを再送', en: 'Notice sent again' },
  'stop-reminders': { ja: '期限前のお知らせをやめた', en: 'Reminders stopped' },
}

const doorNames: Readonly<Record<Actor['kind'], Text>> = {
  staff: { ja: 'コンソール', en: 'Console' },
  'api-key': { ja: 'API', en: 'API' },
  slack: { ja: 'Slack', en: 'Slack' },
  store: { ja: 'お店', en: 'Store' },
  feed: { ja: '収納データ', en: 'Collection data' },
  system: { ja: '自動', en: 'by itself' },
}

/** A row of the history; `linked` is the invoice it leads to. */
export const toHistoryModel = ({ at, actor, action, from, to, detail }: HistoryRow) => ({
  at,
  who: nameOf(actor),
  door: doorNames[actor.kind],
  actionName: actionNames[action] ?? toText(action),
  fromName: from === undefined || from === to ? null : statusNames[from],
  toName: statusNames[to],
  amountYen: typeof detail['amount'] === 'number' ? toYen(detail['amount']) : null,
  reason: textOf(detail['reason']),
  receipt: typeof detail['receipt'] === 'string' ? toToldReceipt(detail['receipt']) : null,
  linked: textOf(detail['replaced_by'] ?? detail['replaces']),
  linkedName:
    detail['replaced_by'] === undefined
      ? { ja: '前の請求', en: 'earlier invoice' }
      : { ja: '新しい請求', en: 'newer invoice' },
})

const textOf = (value: string | number | undefined): string | null =>
  value === undefined ? null : String(value)

/** A store acts as chain and store code: `020-000123`. */
const nameOf = ({ kind, name }: Actor): Text => {
  const [, chain, store] = /^(\d{3})-(.+)$/.exec(kind === 'store' ? name : '') ?? []
  if (chain === undefined || store === undefined) return toText(name)
  const { ja, en } = toChainText(chain)
  return { ja: `${ja} ${store}`, en: `${en} ${store}` }
}
