/** The history of an invoice as people read it: when, who, from where, what, and why. */
import type { Actor } from '../../../domain/access.ts'
import { toChainName } from '../../../domain/chain.ts'
import { toToldReceipt } from '../../../domain/network-client.ts'
import { toYen } from '../../../domain/yen.ts'
import type { HistoryRow } from '../../../ports.ts'
import { statusNames } from './page-names.ts'

const actionNames: Readonly<Record<string, string>> = {
  register: '登録',
  pay: '入金',
  confirm: '確報',
  'undo-payment': '速報取消',
  expire: '期限切れ',
  cancel: '取り消し',
  'renew-link': 'リンクの更新',
  replace: '訂正して出し直し',
  'mend-address': '宛先を直した',
  'stop-reminders': '期限前のお知らせをやめた',
}

const doorNames: Readonly<Record<Actor['kind'], string>> = {
  staff: 'コンソール',
  'api-key': 'API',
  slack: 'Slack',
  store: 'お店',
  feed: '収納データ',
  system: '自動',
}

/** A row of the history; `linked` is the invoice it leads to. */
export const toHistoryModel = ({ at, actor, action, from, to, detail }: HistoryRow) => ({
  at,
  who: nameOf(actor),
  door: doorNames[actor.kind],
  actionName: actionNames[action] ?? action,
  fromName: from === undefined || from === to ? null : statusNames[from],
  toName: statusNames[to],
  amountYen: typeof detail['amount'] === 'number' ? toYen(detail['amount']) : null,
  reason: textOf(detail['reason']),
  receipt: typeof detail['receipt'] === 'string' ? toToldReceipt(detail['receipt']) : null,
  linked: textOf(detail['replaced_by'] ?? detail['replaces']),
  linkedName: detail['replaced_by'] === undefined ? '前の請求' : '新しい請求',
})

const textOf = (value: string | number | undefined): string | null =>
  value === undefined ? null : String(value)

/** A store acts as chain and store code: `020-000123`. */
const nameOf = ({ kind, name }: Actor): string => {
  const [, chain, store] = /^(\d{3})-(.+)$/.exec(kind === 'store' ? name : '') ?? []
  return chain === undefined || store === undefined ? name : `${toChainName(chain)} ${store}`
}
