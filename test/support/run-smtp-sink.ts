/** A relay as a process of its own, for benches: says its address, then how many mails it has, and of how many bytes. */
import { startSmtpSink } from '../adapters/mail/smtp-sink.ts'

const people = new Set<string>()
let mails = 0
let bytes = 0
const sink = await startSmtpSink({
  onData: (stream, session, done) => {
    stream.on('data', (part: Buffer) => {
      bytes += part.length
    })
    stream.on('end', () => {
      mails += 1
      for (const { address } of session.envelope.rcptTo) people.add(address)
      process.send?.({ mails, people: people.size, bytes })
      done()
    })
  },
})
process.send?.({ url: sink.url })
process.on('disconnect', () => process.exit(0))
