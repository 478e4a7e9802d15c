import { simpleParser } from 'mailparser'
import { createSmtpMailer } from '../../../src/adapters/mail/create-smtp-mailer.ts'
import { type ArrivedMail, describeMailer } from '../../contract/mailer-contract.ts'
import { sender } from './letters.ts'
import { type CaughtMail, startSmtpSink } from './smtp-sink.ts'

/** The server shows Japanese domains in Unicode. */
const toWire = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${new URL(`http://${address.slice(at + 1)}`).hostname}`
}

const parse = async ({ raw, to }: CaughtMail): Promise<ArrivedMail> => {
  const mail = await simpleParser(raw)
  const [from] = mail.from?.value ?? []
  return {
    from: { name: from?.name ?? '', address: from?.address ?? '' },
    to: to.map(toWire),
    subject: mail.subject ?? '',
    html: mail.html || '',
    text: mail.text ?? '',
    replyTo: mail.replyTo?.text ?? '',
    autoSubmitted: String(mail.headers.get('auto-submitted')),
    attachments: mail.attachments.map(({ filename, content }) => ({
      filename: filename ?? '',
      bytes: new Uint8Array(content),
    })),
  }
}

describeMailer({
  name: 'a relay',
  honoursKeys: false,
  start: async (render) => {
    const sink = await startSmtpSink()
    return {
      mailer: createSmtpMailer({ url: sink.url, dkim: undefined, from: sender, render }),
      mails: () => Promise.all(sink.mails.map(parse)),
      close: () => sink.close(),
    }
  },
})
