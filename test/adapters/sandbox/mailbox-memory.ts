/** A mailbox for tests that forgets. */
import type { Mail, Mailbox } from '../../../src/ports.ts'

type Kept = Mail & { readonly id: string; readonly receivedAt: Temporal.Instant }

export const createMailboxMemory = (): Mailbox => {
  const mails: Kept[] = []
  const ids = new Map<string, string>()
  return {
    keep: async (mail, key, at) => {
      const first = key === undefined ? undefined : ids.get(key)
      if (first !== undefined) return { id: first, replayed: true }
      const id = `mail_${String(mails.length + 1).padStart(6, '0')}`
      mails.push({ ...mail, id, receivedAt: at })
      if (key !== undefined) ids.set(key, id)
      return { id, replayed: false }
    },
    list: async (limit, offset, text = '') =>
      mails
        .toReversed()
        .filter(({ to, subject }) => [...to, subject].join(' ').includes(text))
        .slice(offset, offset + limit)
        .map(({ id, to, subject, receivedAt, attachments }) => ({
          id,
          to,
          subject,
          receivedAt,
          attachments: attachments.length,
        })),
    read: async (id) => mails.find((mail) => mail.id === id),
    count: async () => mails.length,
  }
}
