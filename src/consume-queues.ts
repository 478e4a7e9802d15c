/** The worker's side of the queues: messages wake, deliveries are the truth, and what cannot be worked off is kept. */
import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import type { Pitpost, WakeWorkers } from './compose.ts'
import { isWork, type Work } from './domain/work.ts'
import type { Clock, Log } from './ports.ts'

/** What a message holds. */
export type Wake = { readonly work: Work }

export type Queues = { readonly PRINTING: Queue<Wake>; readonly SENDING: Queue<Wake> }

/** Before a message that failed comes again, in seconds. */
const RETRY_S = 3
/** Characters of a dead message that are kept. */
const MAX_SHOWN = 200

/** Sends a message for each kind; one that is lost is sent again by the next tick. */
export const createWake =
  ({ PRINTING, SENDING }: Queues): WakeWorkers =>
  async (wakes) => {
    await Promise.all(
      wakes.map(({ work, afterMs }) =>
        (work === 'print' ? PRINTING : SENDING).send({ work }, { delaySeconds: Math.ceil(afterMs / 1_000) }),
      ),
    )
  }

/** Works off a batch: however many messages ask for a kind, it is done once. */
export const consumeQueue = async (
  batch: MessageBatch<unknown>,
  pitpost: Pick<Pitpost, 'work'>,
  log: Log,
): Promise<void> => {
  const done = new Map<Work, Promise<unknown>>()
  for (const message of batch.messages) {
    const { body, id } = message
    const work = workOf(body)
    // Nothing can be done with it: after its tries it becomes a dead letter.
    const doing =
      work === undefined
        ? Promise.reject(new Error('not a message of ours'))
        : (done.get(work) ?? pitpost.work(work))
    if (work !== undefined) done.set(work, doing)
    try {
      await doing
      message.ack()
    } catch (error) {
      log.error('queue message failed', { queue: batch.queue, message: id, error: String(error) })
      message.retry({ delaySeconds: RETRY_S })
    }
  }
}

/** Keeps what died where the console shows it. */
export const keepDead = async (
  batch: MessageBatch<unknown>,
  { store }: Pick<Pitpost, 'store'>,
  clock: Clock,
  log: Log,
): Promise<void> => {
  const letters = batch.messages.map(({ id, body, attempts }) => ({
    id,
    work: (workOf(body) ?? JSON.stringify(body) ?? '').slice(0, MAX_SHOWN),
    attempts,
    diedAt: clock.now(),
  }))
  for (const { id, work } of letters) log.error('queue message died', { message: id, work })
  await store.commit([{ kind: 'keep-dead-letters', letters }])
  batch.ackAll()
}

const workOf = (body: unknown): Work | undefined =>
  typeof body === 'object' && body !== null && 'work' in body && isWork(body.work) ? body.work : undefined
