/** The console's menu: its groups and entries, and where a page has its way back. */
import type { Text } from '../../../domain/result.ts'

type Entry = {
  readonly href: string
  readonly name: Text
  /** For whom it is; for both when absent. */
  readonly only?: 'centre' | 'merchant'
  /** Path of a drawing in a square of 24, for the bar at the foot of a phone. */
  readonly icon?: string
}

type Group = { readonly name: Text; readonly entries: readonly Entry[] }

/** One line for each page that is led to. */
const groups: readonly Group[] = [
  {
    name: { ja: '請求', en: 'Billing' },
    entries: [
      { href: '/invoices/new', name: { ja: '請求する', en: 'New invoice' }, icon: 'M12 5v14M5 12h14' },
      { href: '/files/new', name: { ja: 'ファイルで登録', en: 'From a file' } },
      {
        href: '/invoices',
        name: { ja: '請求の一覧', en: 'Invoices' },
        icon: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
      },
      { href: '/numbers', name: { ja: '番号', en: 'Numbers' } },
      { href: '/cards', name: { ja: 'カードと資料', en: 'Cards and papers' } },
    ],
  },
  {
    name: { ja: '入金', en: 'Money in' },
    entries: [
      {
        href: '/payments',
        name: { ja: '入金', en: 'Payments' },
        icon: 'M3 7h18v11H3zM3 11h18M12 15h5',
      },
      { href: '/feeds', name: { ja: '収納データ', en: 'Collection data' } },
      { href: '/mails', name: { ja: '届かないメール', en: 'Undelivered mail' } },
    ],
  },
  {
    name: { ja: '精算', en: 'Payout' },
    entries: [
      { href: '/settlements', name: { ja: '精算', en: 'Settlements' }, only: 'merchant' },
      { href: '/forecast', name: { ja: '振込の見込み', en: 'Forecast' }, only: 'merchant' },
      { href: '/merchants', name: { ja: '加盟店', en: 'Merchants' }, only: 'centre' },
    ],
  },
  {
    name: { ja: '設定', en: 'Settings' },
    entries: [
      { href: '/settings', name: { ja: '設定', en: 'Settings' } },
      { href: '/settings/chat', name: { ja: 'Slack 通知', en: 'Slack messages' } },
      { href: '/settings/mail', name: { ja: 'メールの設定', en: 'Mail settings' } },
      { href: '/settings/staff', name: { ja: '担当者', en: 'Staff' } },
      { href: '/settings/slack', name: { ja: 'Slack', en: 'Slack' } },
      { href: '/settings/keys', name: { ja: 'APIキー', en: 'API keys' } },
      { href: '/settings/sessions', name: { ja: 'サインイン中の端末', en: 'Sessions' } },
      { href: '/settings/webhooks', name: { ja: 'Webhook', en: 'Webhooks' } },
      { href: '/settings/history', name: { ja: '変更履歴', en: 'History of settings' } },
    ],
  },
]

const home: Entry = {
  href: '/',
  name: { ja: 'ホーム', en: 'Home' },
  icon: 'M4 11l8-7 8 7M6 10v10h12V10',
}

/** Pages that belong to one of the menu without lying below its address. */
const elsewhere: readonly (readonly [string, string])[] = [
  ['/files/', '/files/new'],
  ['/proofs/', '/'],
]

/** What the layout shows for a page: the menu, the bar of a phone, and the way back from deeper pages. */
export const toMenuModel = (path: string, isCentre: boolean) => {
  const shown = groups
    .map(({ name, entries }) => ({
      name,
      entries: entries.filter(({ only }) => only === undefined || (only === 'centre') === isCentre),
    }))
    .filter(({ entries }) => entries.length > 0)
  const all = [home, ...shown.flatMap(({ entries }) => entries)]
  const current = findEntry(all, path)
  const mark = (entry: Entry) => ({ ...entry, isCurrent: entry === current })
  return {
    menu: shown.map(({ name, entries }) => ({ name, entries: entries.map(mark) })),
    dock: all.filter(({ icon }) => icon !== undefined).map(mark),
    parent: current.href === path ? null : current,
  }
}

/** The entry itself, or the nearest one above. */
const findEntry = (entries: readonly Entry[], path: string): Entry => {
  const [, led] = elsewhere.find(([below]) => path.startsWith(below)) ?? []
  const above = entries
    .filter(({ href }) => href === (led ?? path) || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)
  return above[0] ?? home
}
