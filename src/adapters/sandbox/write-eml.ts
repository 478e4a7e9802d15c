/** A mail as it goes over the wire (RFC 5322), for the mailbox's raw view. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { Mail } from '../../ports.ts'

/** Bytes of the `.eml`; `at` becomes its date. */
export const writeEml = (mail: Mail, at: Temporal.Instant): Promise<Uint8Array> =>
  new MailComposer({
    from: mail.from,
    to: [...mail.to],
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    date: new Date(at.epochMilliseconds),
    html: mail.html,
    text: mail.text,
    ...(mail.headers === undefined ? {} : { headers: { ...mail.headers } }),
    attachments: mail.attachments.map(({ filename, contentType, bytes }) => ({
      filename,
      contentType,
      content: Buffer.from(bytes),
    })),
  })
    .compile()
    .build()
