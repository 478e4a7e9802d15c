/** By which way mails leave one machine: Resend, a relay, or into the sandbox's mailbox. */
import { createMailboxMailer } from './adapters/mail/create-mailbox-mailer.ts'
import { createResendMailer } from './adapters/mail/create-resend-mailer.ts'
import { createSmtpMailer } from './adapters/mail/create-smtp-mailer.ts'
import type { Parts } from './compose.ts'
import type { Config } from './config.ts'
import type { Clock, Mailbox, OutgoingLetter } from './ports.ts'

/** The sandbox's mailbox, which takes all mails so that none leaves the machine. */
export type SandboxMail = {
  readonly mailbox: Mailbox
  readonly clock: Clock
  readonly onKept: (outgoing: OutgoingLetter, providerId: string) => void
}

export const chooseMailer = ({ mail }: Config, sandbox: SandboxMail | undefined): Parts['mailer'] => {
  if (sandbox !== undefined) {
    const from = mail?.from ?? 'noreply@pitpost.example'
    return (render) => createMailboxMailer({ ...sandbox, from, render })
  }
  if (mail === undefined) throw new Error('production without mail passed the configuration')
  return mail.via === 'smtp'
    ? (render) => createSmtpMailer({ ...mail, render })
    : (render) => createResendMailer({ ...mail, render })
}
