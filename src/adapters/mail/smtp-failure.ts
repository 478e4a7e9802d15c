/** What a relay's refusals, or its silence, mean for a delivery. */
import type { SendFailure } from '../../ports.ts'

/** What nodemailer tells of an error, where it knows. */
type Facts = {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly message?: string
}

/** A 5xx and a refused password are for a person; everything else may pass. */
export const toSmtpFailure = (error: unknown): SendFailure => {
  const { code, command, responseCode, message } =
    typeof error === 'object' && error !== null ? (error as Facts) : {}
  const detail = `${code ?? 'error'} (${responseCode ?? 'no answer'}): ${message ?? String(error)}`
  const isFinal =
    code === 'EAUTH' ||
    (typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600 && responseCode !== 503)
  // 550 and its like about the recipient: there is no such mailbox.
  const bounced = isFinal && command === 'RCPT TO'
  return { detail, retry: !isFinal, ...(bounced ? { bounced } : {}) }
}
