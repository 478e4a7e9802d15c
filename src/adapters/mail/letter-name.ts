/** Which template a letter is written from. */
import type { CustomerLetter } from '../../domain/mail-settings.ts'
import type { Letter } from '../../ports.ts'

export type LetterName =
  | CustomerLetter
  | 'sheet'
  | 'collection-notice'
  | 'collection-fax'
  | 'bounce-notice'
  | 'settlement-statement'
  | 'open-items'
  | 'sign-in'
  | 'slack-removed'

/** Name of the template below `mail/`; each comes as `.ja.html`, `.ja.txt`, `.en.html` and `.en.txt`. */
export const letterNameOf = (letter: Letter): LetterName => {
  switch (letter.kind) {
    case 'notice':
      if (letter.audience === 'merchant') return 'sheet'
      if (letter.form === 'short') return 'short-notice'
      return letter.ownNumber ? 'new-invoice' : 'notice'
    case 'reminder':
      return letter.daysLeft === 0 ? 'last-day' : 'reminder'
    default:
      return letter.kind
  }
}
