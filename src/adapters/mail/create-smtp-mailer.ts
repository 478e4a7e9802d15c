/** Sends letters through a mail relay: pooled connections, STARTTLS, DKIM where the relay does not sign. */
import { createTransport } from 'nodemailer'
import { isMailAddress } from '../../domain/mail-address.ts'
import { fail, ok } from '../../domain/result.ts'
import type { Mailer, Render } from '../../ports.ts'
import { toSmtpFailure } from './smtp-failure.ts'
import { toSmtpMessage } from './to-smtp-message.ts'
import { writeLetter } from './write-letter.ts'

export type SmtpMailerDeps = {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; nodemailer's options may follow as a query. */
  readonly url: string
  readonly dkim: DkimKey | undefined
  /** The bare address that mails come from. */
  readonly from: string
  readonly render: Render
  readonly timeoutMs?: number
}

/** What mails are signed with; the public half stands in the DNS at `selector._domainkey.domain`. */
export type DkimKey = { readonly domain: string; readonly selector: string; readonly privateKey: string }

/** The relay may be silent this long; the outbox's lease counts on it. */
const TIMEOUT_MS = 10_000
const MAX_CONNECTIONS = 5

/**
 * A mailer over a relay. SMTP knows no idempotency keys: a mail whose acceptance was lost is sent again, with the same
 * Message-ID, by which many mailboxes show it once.
 */
export const createSmtpMailer = (deps: SmtpMailerDeps): Mailer => {
  const { url, dkim, from, render, timeoutMs = TIMEOUT_MS } = deps
  const { hostname, protocol } = new URL(url)
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    // Passwords and customers' names cross no network in clear; a relay on this machine may do without.
    requireTLS: protocol === 'smtp:' && !isLoopback(hostname),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
  })
  let trouble: string | undefined
  return {
    send: async ({ letter, key }) => {
      if (!isMailAddress(letter.to)) return fail({ detail: 'the recipient is no mail address', retry: false })
      try {
        const mail = writeLetter(render, from, letter)
        const { messageId } = await transport.sendMail(toSmtpMessage(mail, from, key))
        trouble = undefined
        return ok({ providerId: messageId })
      } catch (error) {
        const failure = toSmtpFailure(error)
        trouble = failure.detail
        return fail(failure)
      }
    },
    // Asks nothing of the relay: the last answer is what is known.
    status: async () => trouble ?? 'ok',
    close: async () => transport.close(),
  }
}

const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
