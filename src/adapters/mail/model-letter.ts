/** What a letter's templates are filled with: values only, every sentence stands in the templates. */
import { nameChain } from '../../domain/chain.ts'
import { type Colour, lightenFor } from '../../domain/colour.ts'
import { formatDay } from '../../domain/jst-day.ts'
import type { Wording } from '../../domain/mail-settings.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen } from '../../domain/yen.ts'
import type { Letter } from '../../ports.ts'
import { formatMoment, formatShortDay, nameMessage, nameProblem, toAddressee } from './letter-words.ts'

type Model = Readonly<Record<string, unknown>>
type SheetLetter = Extract<Letter, { readonly sheet: unknown }>
type MerchantLetter = Exclude<Letter, SheetLetter>

/** The paper in dark mode, on which links must be readable, too. */
const DARK_PAPER = '#1a211d'
/** Of links on it: more than the least, for dark screens are read in the dark. */
const DARK_CONTRAST = 7
/** Accents that are remembered. */
const MAX_ACCENTS = 1_000

const linksInDark = new Map<Colour, Colour>()

/** Worked out once for each accent: a merchant sends thousands of mails with one. */
const linkInDark = (accent: Colour): Colour => {
  const known = linksInDark.get(accent) ?? lightenFor(accent, DARK_PAPER, DARK_CONTRAST)
  // Whoever tries one colour after the other must not fill the memory.
  if (linksInDark.size > MAX_ACCENTS) linksInDark.clear()
  linksInDark.set(accent, known)
  return known
}

/** The model of a letter; absent values are empty text or null, for a template may ask for them. */
export const modelLetter = (letter: Letter, wording: Wording): Model => ({
  accent: letter.look.accent,
  accentInDark: linkInDark(letter.look.accent),
  ground: letter.look.ground,
  logoUrl: letter.look.logoUrl ?? '',
  lead: wording.lead ?? '',
  closing: wording.closing ?? '',
  ...('sheet' in letter ? modelSheet(letter) : modelForMerchant(letter)),
})

const modelSheet = (letter: SheetLetter): Model => {
  const { sheet, language } = letter
  const { merchant, customer } = sheet
  const query = language === 'en' ? '?lang=en' : ''
  return {
    addressee: toAddressee(customer, language),
    merchantName: merchant.name,
    merchantPhone: merchant.phone ?? '',
    merchantEmail: merchant.email ?? '',
    subject: sheet.subject,
    reference: sheet.reference ?? '',
    number: formatNumber(sheet.number),
    amount: formatYen(sheet.amountYen),
    tax: sheet.taxYen === undefined ? '' : formatYen(sheet.taxYen),
    due: formatDay(sheet.dueDay, language),
    lines: sheet.lines.map(({ description, amountYen, taxRate }) => ({
      description,
      amount: formatYen(amountYen),
      reduced: taxRate === 8,
    })),
    reduced: sheet.lines.some(({ taxRate }) => taxRate === 8),
    note: (sheet.note ?? '').trim(),
    customerUrl: `${sheet.customerUrl}${query}`,
    otherUrl: `${sheet.customerUrl}${language === 'en' ? '' : '?lang=en'}`,
    sheetUrl: `${sheet.customerUrl}/sheet.pdf`,
    ...modelOfKind(letter),
  }
}

const modelOfKind = (letter: SheetLetter): Model => {
  switch (letter.kind) {
    case 'notice':
      return { attach: letter.attach }
    case 'reminder':
      return { daysLeft: letter.daysLeft, isTomorrow: letter.daysLeft === 1 }
    case 'receipt':
    case 'payment-undone': {
      const { amountYen, paidAt, chain } = letter.payment
      return {
        paid: formatYen(amountYen),
        paidAt: formatMoment(paidAt, letter.language),
        chain: nameChain(chain, letter.language),
        payable: letter.kind === 'payment-undone' && letter.payable,
      }
    }
    case 'invoice-expired':
      return {}
    case 'invoice-cancelled':
      return { replacedByUrl: letter.replacedByUrl ?? '' }
  }
}

const modelForMerchant = (letter: MerchantLetter): Model => ({
  merchantName: letter.merchant.name,
  url: 'url' in letter ? letter.url : '',
  ...modelOfMerchantKind(letter),
})

const modelOfMerchantKind = (letter: MerchantLetter): Model => {
  const { language } = letter
  switch (letter.kind) {
    case 'collection-notice':
    case 'collection-fax':
      return {
        day: formatDay(letter.day, language),
        isSingle: letter.pace === 'each',
        isAmended: letter.pace === 'amended',
        count: letter.count,
        unlisted: letter.count - letter.items.length,
        total: formatYen(letter.totalYen),
        items: letter.items.map(({ payment, invoice }) => ({
          name: invoice === undefined ? '' : toAddressee(invoice.customer, language),
          subject: invoice?.subject ?? '',
          reference: invoice?.reference ?? '',
          amount: formatYen(payment.amountYen),
          paidAt: formatMoment(payment.paidAt, language),
          time: formatMoment(payment.paidAt, language).slice(-5),
          chain: nameChain(payment.chain, language),
          problem: nameProblem(payment.problem, language),
        })),
      }
    case 'bounce-notice': {
      const { invoice } = letter
      return {
        address: letter.address,
        reason: letter.reason,
        whatName: nameMessage(letter.what, language),
        invoice:
          invoice === undefined
            ? null
            : {
                name: toAddressee(invoice.customer, language),
                subject: invoice.subject,
                reference: invoice.reference ?? '',
                amount: formatYen(invoice.amountYen),
                due: formatDay(invoice.dueDay, language),
                phone: invoice.customer.phone ?? '',
              },
      }
    }
    case 'settlement-statement':
      return modelStatement(letter)
    case 'sign-in': {
      const { personName, links, minutes } = letter
      return { personName, links, minutes, isSingle: links.length === 1 }
    }
    case 'slack-removed':
      return { teamName: letter.teamName }
    case 'open-items':
      return {
        day: formatDay(letter.day, language),
        count: letter.count,
        unlisted: letter.count - letter.items.length,
        total: formatYen(letter.totalYen),
        items: letter.items.map((invoice) => ({
          name: toAddressee(invoice.customer, language),
          subject: invoice.subject,
          reference: invoice.reference ?? '',
          amount: formatYen(invoice.amountYen),
          due: formatShortDay(invoice.dueDay, language),
        })),
      }
  }
}

const modelStatement = ({
  language,
  stored: { settlement },
}: Extract<MerchantLetter, { kind: 'settlement-statement' }>): Model => {
  const { totals, from, closingDay, noticeDay, payoutDay } = settlement
  return {
    from: formatDay(from, language),
    closing: formatDay(closingDay, language),
    notice: formatDay(noticeDay, language),
    payout: payoutDay === undefined ? '' : formatDay(payoutDay, language),
    totals,
  }
}
