/** Empties the outbox of a database through Resend: what a test starts as a process of its own, and kills. */
import { createResendMailer } from '../../src/adapters/mail/create-resend-mailer.ts'
import { openOutboxWorld } from './outbox-world.ts'
import { createQuickTiming } from './quick-timing.ts'

const [path = '', baseUrl = ''] = process.argv.slice(2)
const { sendAll, close } = await openOutboxWorld(
  path,
  createResendMailer({
    apiKey: 're_test',
    baseUrl,
    from: 'notice@pitpost.example',
    render: (name) => name,
    perSecond: 1_000,
    timeoutMs: 500,
    timing: createQuickTiming(),
  }),
)
await sendAll()
close()
