/** The subject of a letter: what counts first, for a phone shows about the first 30 characters. */
import type { Language } from '../../domain/language.ts'
import { formatYen } from '../../domain/yen.ts'
import type { Letter } from '../../ports.ts'
import { letterNameOf } from './letter-name.ts'
import { formatShortDay, toAddressee } from './letter-words.ts'

type SheetLetter = Extract<Letter, { readonly sheet: unknown }>
type MerchantLetter = Exclude<Letter, SheetLetter>

/** One line; the caller makes it safe for a header. */
export const writeSubject = (letter: Letter): string =>
  'sheet' in letter ? subjectOfSheet(letter) : subjectForMerchant(letter)

const isJapanese = (language: Language): boolean => language === 'ja'

const subjectOfSheet = (letter: SheetLetter): string => {
  const { language, sheet } = letter
  const { subject, amountYen, customer, merchant, reference } = sheet
  const ja = isJapanese(language)
  const amount = formatYen('payment' in letter ? letter.payment.amountYen : amountYen)
  const day = formatShortDay(sheet.dueDay, language)
  const facts = ja ? `${amount}・${day}まで／${subject}` : `${amount} by ${day}: ${subject}`
  const plain = ja ? `${amount}／${subject}` : `${amount}: ${subject}`
  const say = (inJapanese: string, inEnglish: string, what: string): string =>
    ja ? `【${merchant.name}】${inJapanese} ${what}` : `[${merchant.name}] ${inEnglish} ${what}`
  switch (letterNameOf(letter)) {
    case 'sheet': {
      const whose = `${toAddressee(customer, language)}${reference === undefined ? '' : ja ? `（${reference}）` : ` (${reference})`}`
      return ja ? `【お支払いシート】${whose} ${facts}` : `[Payment sheet] ${whose} ${facts}`
    }
    case 'new-invoice':
      return say('新しいご請求', 'New bill', facts)
    case 'reminder': {
      const left = 'daysLeft' in letter ? letter.daysLeft : 0
      return say(
        `お支払い期限まであと${left}日`,
        `${left === 1 ? '1 day' : `${left} days`} left to pay`,
        facts,
      )
    }
    case 'last-day':
      return say('お支払い期限は本日です', 'Last day to pay', plain)
    case 'receipt':
      return say('お支払いを確認しました', 'Payment received', plain)
    case 'payment-undone':
      return say('お支払いが取り消されました', 'Payment undone', plain)
    case 'invoice-expired':
      return say('お支払い期限を過ぎました', 'The due day has passed', plain)
    case 'invoice-cancelled':
      return 'replacedByUrl' in letter && letter.replacedByUrl !== undefined
        ? say('ご請求を差し替えました', 'Bill replaced', plain)
        : say('ご請求を取り消しました', 'Bill cancelled', plain)
    default:
      return say('お支払いのご案内', 'Please pay', facts)
  }
}

const subjectForMerchant = (letter: MerchantLetter): string => {
  const { language } = letter
  const ja = isJapanese(language)
  switch (letter.kind) {
    case 'collection-notice':
    case 'collection-fax': {
      const day = formatShortDay(letter.day, language)
      const sums = `${formatYen(letter.totalYen)}${ja ? `（${letter.count}件）` : ` (${letter.count})`}`
      const [item] = letter.items
      const whose = item?.invoice && `${toAddressee(item.invoice.customer, language)} ${item.invoice.subject}`
      const about = letter.pace === 'each' && whose !== undefined ? ` ${whose}` : ''
      const mark = letter.pace === 'amended' ? (ja ? '（追加あり）' : ' (amended)') : ''
      return ja
        ? `【収納のお知らせ】${day}${mark} ${sums}${about}`
        : `[Collected] ${day}${mark} ${sums}${about}`
    }
    case 'bounce-notice': {
      const whose = letter.invoice && ` ${toAddressee(letter.invoice.customer, language)}`
      return ja
        ? `【不達のお知らせ】${letter.address} に届きませんでした${whose ?? ''}`
        : `[Not delivered] ${letter.address}${whose ?? ''}`
    }
    case 'settlement-statement': {
      const { closingDay, payoutDay, totals } = letter.stored.settlement
      const closing = formatShortDay(closingDay, language)
      const paid = formatYen(totals.payoutYen)
      if (payoutDay === undefined)
        return ja
          ? `【精算書】${closing}締め お振込なし（次回へ繰越）`
          : `[Settlement] ${closing}: carried over`
      const day = formatShortDay(payoutDay, language)
      return ja
        ? `【精算書】${closing}締め お振込 ${paid}・${day}`
        : `[Settlement] ${closing}: ${paid} paid out on ${day}`
    }
    case 'sign-in':
      return ja
        ? `【pitpost】サインインのリンク（${letter.minutes}分有効）`
        : `[pitpost] Your sign-in link (${letter.minutes} minutes)`
    case 'slack-removed':
      return ja
        ? `【pitpost】Slack「${letter.teamName}」との接続が切れました`
        : `[pitpost] Slack ${letter.teamName} is disconnected`
    case 'open-items': {
      const day = formatShortDay(letter.day, language)
      const total = formatYen(letter.totalYen)
      return ja
        ? `【未入金の一覧】${day} ${letter.count}件 ${total}`
        : `[Open bills] ${day}: ${letter.count}, ${total}`
    }
  }
}
