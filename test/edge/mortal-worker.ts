/** The worker on machines that break: its consumers die in the middle of their work, messages get lost or come twice. */
import type { ExecutionContext, MessageBatch, ScheduledController } from '@cloudflare/workers-types'
import worker from '../../src/worker.ts'

type Env = Parameters<typeof worker.queue>[1]

/** Shares of all batches. */
const LOST = 0.1
const DOUBLED = 0.1
const KILLED = 0.3
/** A consumer that is killed lives at most so long, in ms. */
const LIFE_MS = 4_000

/** When the handler ends, workerd takes everything away that it has begun: calls, timers, connections. */
const death = (): Promise<never> =>
  new Promise((_, reject) =>
    setTimeout(() => reject(new Error('killed by the test')), Math.random() * LIFE_MS),
  )

// biome-ignore lint/style/noDefaultExport: a worker is what its module exports by default
export default {
  ...worker,
  /** Also takes SQL, and does the minute's work when asked: a proxy of bindings loses objects when it is asked thousands of times. */
  fetch: async (request: Request, env: Env, context: ExecutionContext): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/test/tick') {
      await worker.scheduled({} as ScheduledController, env, context)
      return new Response('done')
    }
    if (pathname !== '/test/sql') return worker.fetch(request, env, context)
    return Response.json((await env.DB.prepare(await request.text()).all()).results)
  },
  queue: async (batch: MessageBatch<unknown>, env: Env, context: ExecutionContext): Promise<void> => {
    const work = (): Promise<void> => worker.queue(batch, env, context)
    const fate = Math.random()
    // What is poisonous is to die of its own.
    const isPoison = JSON.stringify(batch.messages.map(({ body }) => body)).includes('nonsense')
    if (isPoison || batch.queue.endsWith('-dead')) return work()
    if (fate < LOST) return batch.ackAll()
    if (fate < LOST + DOUBLED) {
      await Promise.all([work(), work()])
      return
    }
    await (fate < LOST + DOUBLED + KILLED ? Promise.race([work(), death()]) : work())
  },
}
