/** A mail relay on this machine that keeps what it is given, for tests and benches. */
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type CaughtMail = { readonly from: string; readonly to: readonly string[]; readonly raw: Buffer }
export type SmtpSink = {
  readonly url: string
  readonly mails: CaughtMail[]
  close(): Promise<void>
}

/** Listens on a free port; `options` replaces what the server would do. */
export const startSmtpSink = async (options: SMTPServerOptions = {}): Promise<SmtpSink> => {
  const mails: CaughtMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // Old mobile addresses are quoted; the server's own idea of an address has no quotes.
    lenientAddressParsing: true,
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts),
        })
        done()
      })
    },
    ...options,
  })
  // A client that goes away in the middle is no fault of the server.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
