/** The worker on machines that break: its consumers die in the middle of their work, messages get lost or come twice. */
import type { ExecutionContext, MessageBatch } from '@cloudflare/workers-types'
import worker from '../../src/worker.ts'

type Env = Parameters<typeof worker.queue>[1]

/** Shares of all batches. */
const LOST = 0.1
const DOUBLED = 0.1
const KILLED = 0.4
/** A consumer that is killed lives at most so long, in ms. */
const LIFE_MS = 2_000

/** When the handler ends, workerd takes everything away that it has begun: calls, timers, connections. */
const death = (): Promise<never> =>
  new Promise((_, reject) =>
    setTimeout(() => reject(new Error('killed by the test')), Math.random() * LIFE_MS),
  )

// biome-ignore lint/style/noDefaultExport: a worker is what its module exports by default
export default {
  ...worker,
  queue: async (batch: MessageBatch<unknown>, env: Env, context: ExecutionContext): Promise<void> => {
    const work = (): Promise<void> => worker.queue(batch, env, context)
    const fate = Math.random()
    if (batch.queue.endsWith('-dead')) return work()
    if (fate < LOST) return batch.ackAll()
    if (fate < LOST + DOUBLED) {
      await Promise.all([work(), work()])
      return
    }
    await (fate < LOST + DOUBLED + KILLED ? Promise.race([work(), death()]) : work())
  },
}
