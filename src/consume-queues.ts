/** The worker's side of the queues: messages wake, deliveries are the truth, and what cannot be worked off is kept. */
import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import type { Pitpost, WakeWorkers } from './compose.ts'
import { isWork, type Work } from './domain/work.ts'
import type { Clock, Log } from './ports.ts'

/** What a message holds. */
export type Wake = { readonly work: Work; readonly group?: string | undefined }

export type Queues = { readonly PRINTING: Queue<Wake>; readonly SENDING: Queue<Wake> }

/** Before a message that failed comes again, in seconds. */
const RETRY_S = 3
/** Characters of a dead message that are kept. */
const MAX_SHOWN = 200

/** Sends a message for each kind; one that is lost is sent again by the next tick. */
export const createWake =
  ({ PRINTING, SENDING }: Queues, group: string | undefined): WakeWorkers =>
  async (wakes) => {
    await Promise.all(
      wakes.map(({ work, afterMs }) =>
        (work === 'print' ? PRINTING : SENDING).send(
          { work, group },
          { delaySeconds: Math.ceil(afterMs / 1_000) },
        ),
      ),
    )
  }

/** The pitpost of a group of merchants. */
export type OpenFor = (group: string | undefined) => Promise<Pick<Pitpost, 'work' | 'store'>>

/** Works off a batch: however many messages ask for a kind of work of a group, it is done once. */
export const consumeQueue = async (
  batch: MessageBatch<unknown>,
  openFor: OpenFor,
  log: Log,
): Promise<void> => {
  const done = new Map<string, Promise<void>>()
  const workOff = async ({ work, group }: Wake): Promise<void> => (await openFor(group)).work(work)
  for (const message of batch.messages) {
    const { body, id } = message
    const wake = wakeOf(body)
    const name = `${wake?.group} ${wake?.work}`
    try {
      // Nothing can be done with it: after its tries it becomes a dead letter.
      if (wake === undefined) throw new Error('not a message of ours')
      const doing = done.get(name) ?? workOff(wake)
      done.set(name, doing)
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
  openFor: OpenFor,
  clock: Clock,
  log: Log,
): Promise<void> => {
  for (const { id, body, attempts } of batch.messages) {
    const wake = wakeOf(body)
    const work = (wake?.work ?? JSON.stringify(body) ?? '').slice(0, MAX_SHOWN)
    log.error('queue message died', { message: id, work })
    const letters = [{ id, work, attempts, diedAt: clock.now() }]
    await (await openFor(wake?.group)).store.commit([{ kind: 'keep-dead-letters', letters }])
  }
  batch.ackAll()
}

const wakeOf = (body: unknown): Wake | undefined => {
  if (typeof body !== 'object' || body === null || !('work' in body) || !isWork(body.work)) return undefined
  return {
    work: body.work,
    group: 'group' in body && typeof body.group === 'string' ? body.group : undefined,
  }
}
