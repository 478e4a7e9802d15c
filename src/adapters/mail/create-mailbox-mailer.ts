/** Keeps letters in the sandbox's mailbox: nothing leaves the machine. */
import { isMailAddress } from '../../domain/mail-address.ts'
import { fail, ok } from '../../domain/result.ts'
import type { Clock, Mailbox, Mailer, OutgoingLetter, Render } from '../../ports.ts'
import { writeLetter } from './write-letter.ts'

export type MailboxMailerDeps = {
  readonly mailbox: Mailbox
  readonly clock: Clock
  /** The bare address that mails come from. */
  readonly from: string
  readonly render: Render
  /** Told of every mail that was kept, once. */
  readonly onKept?: (outgoing: OutgoingLetter, providerId: string) => void
}

/** A mailer over the mailbox; a key that comes again keeps nothing and gives the first mail's id. */
export const createMailboxMailer = (deps: MailboxMailerDeps): Mailer => {
  const { mailbox, clock, from, render, onKept } = deps
  return {
    send: async (outgoing) => {
      const { letter, key } = outgoing
      if (!isMailAddress(letter.to)) return fail({ detail: 'the recipient is no mail address', retry: false })
      const { id, replayed } = await mailbox.keep(writeLetter(render, from, letter), key, clock.now())
      if (!replayed) onKept?.(outgoing, id)
      return ok({ providerId: id })
    },
    status: async () => 'ok',
    close: async () => undefined,
  }
}
