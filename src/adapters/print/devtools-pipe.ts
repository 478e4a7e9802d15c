/** The DevTools protocol over a pair of pipes, as a browser of this machine speaks it. */
import type { Readable, Writable } from 'node:stream'
import { type Connection, openDevtools } from './devtools.ts'

/** Messages are ended by a zero byte. */
export const openDevtoolsPipe = (output: Readable, input: Writable): Connection => {
  const connection = openDevtools((message) => {
    input.write(`${message}\0`)
  })
  readMessages(output, connection.receive)
  // A broken pipe is what a dead browser leaves behind; `end` says so to whoever waits.
  for (const stream of [output, input]) stream.on('error', connection.end)
  return connection
}

const readMessages = (output: Readable, receive: (text: string) => void): void => {
  let rest: Buffer[] = []
  output.on('data', (chunk: Buffer) => {
    let from = 0
    for (let zero = chunk.indexOf(0); zero !== -1; zero = chunk.indexOf(0, from)) {
      const text = Buffer.concat([...rest, chunk.subarray(from, zero)]).toString()
      rest = []
      from = zero + 1
      receive(text)
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  })
}
