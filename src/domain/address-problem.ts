/** What is said of something that should be a mail address. */
import { isMailAddress } from './mail-address.ts'
import type { Problem } from './result.ts'

/** Undefined for an address. */
export const toMailAddressProblem = (text: string): Problem | undefined =>
  isMailAddress(text)
    ? undefined
    : {
        field: 'email',
        value: text.slice(0, 254),
        rule: 'email',
        message: {
          ja: 'メールアドレスの形が違います（例：tanaka@example.jp）。',
          en: 'this is not an e-mail address, such as tanaka@example.jp.',
        },
      }
