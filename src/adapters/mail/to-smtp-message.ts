/** A mail as nodemailer puts it on the wire: every header and address in its place, nothing left to be parsed. */
import type { SendMailOptions } from 'nodemailer'
import type { Mail } from '../../ports.ts'

/** `sender` is the bare address of `mail.from`; the same `key` always gives the same Message-ID. */
export const toSmtpMessage = (mail: Mail, sender: string, key: string): SendMailOptions => ({
  from: mail.from,
  to: [...mail.to],
  ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
  // Given, so that what stands in the headers decides nothing about where the mail goes and comes back to.
  envelope: { from: sender, to: [...mail.to] },
  messageId: `<${key.replace(/[^A-Za-z0-9]+/g, '.')}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  ...(mail.headers === undefined ? {} : { headers: { ...mail.headers } }),
  attachments: mail.attachments.map(({ filename, contentType, bytes }) => ({
    filename,
    contentType,
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  })),
})
