import { createEmulator } from 'emulate'
import addressparser from 'nodemailer/lib/addressparser'
import { createResendMailer } from '../../../src/adapters/mail/create-resend-mailer.ts'
import { describeMailer } from '../../contract/mailer-contract.ts'
import { sender } from './letters.ts'

type Shown = {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
}

const apiKey = 're_test'

describeMailer({
  name: "emulate's Resend",
  honoursKeys: true,
  start: async (render) => {
    const emulator = await createEmulator({
      service: 'resend',
      port: 0,
      seed: { tokens: { [apiKey]: { login: 'pitpost' } } },
    })
    return {
      mailer: createResendMailer({ apiKey, baseUrl: emulator.url, from: sender, render, perSecond: 1_000 }),
      mails: async () => {
        const authorization = `Bearer ${apiKey}`
        const answer = await fetch(`${emulator.url}/emails`, { headers: { authorization } })
        const { data } = (await answer.json()) as { data: readonly Shown[] }
        return data.map(({ from, to, subject, html, text }) => {
          const [parsed] = addressparser(from)
          return {
            from: { name: parsed?.name ?? '', address: parsed?.address ?? '' },
            to,
            subject,
            html,
            text,
          }
        })
      },
      close: () => emulator.close(),
    }
  },
})
