import addressparser from 'nodemailer/lib/addressparser'
import { createMailboxMailer } from '../../../src/adapters/mail/create-mailbox-mailer.ts'
import { createMailbox } from '../../../src/adapters/store/mailbox-store.ts'
import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'
import { createRandom } from '../../../src/adapters/system/create-random.ts'
import { describeMailer } from '../../contract/mailer-contract.ts'
import { someInstant } from '../../support/make-invoice.ts'
import { sender } from './letters.ts'

describeMailer({
  name: "the sandbox's mailbox",
  honoursKeys: true,
  start: async (render) => {
    const database = openSqlite(':memory:')
    await migrateSqlite(database)
    const mailbox = createMailbox(database, createRandom())
    return {
      mailer: createMailboxMailer({ mailbox, clock: { now: () => someInstant }, from: sender, render }),
      mails: async () => {
        const entries = (await mailbox.list(1_000, 0)).toReversed()
        const mails = await Promise.all(entries.map(({ id }) => mailbox.read(id)))
        return mails.flatMap((mail) => {
          if (mail === undefined) return []
          const [from] = addressparser(mail.from)
          return [
            {
              from: { name: from?.name ?? '', address: from?.address ?? '' },
              to: mail.to,
              subject: mail.subject,
              html: mail.html,
              text: mail.text,
              replyTo: mail.replyTo,
              autoSubmitted: mail.headers?.['Auto-Submitted'],
              attachments: mail.attachments.map(({ filename, bytes }) => ({ filename, bytes })),
            },
          ]
        })
      },
      close: async () => database.close(),
    }
  },
})
