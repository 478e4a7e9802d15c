/** Empties the outbox: prints, mails and posts side by side, until nothing is due. */
import { isEarlier } from '../domain/jst-day.ts'
import type { Work } from '../domain/work.ts'
import type { Clock } from '../ports.ts'
import { billCustomers } from './bill-customers.ts'
import { deliverChat } from './deliver-chat.ts'
import { deliverMessages } from './deliver-messages.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import type { World } from './world.ts'

export type Outbox = {
  /** Runs until nothing is due; a call while it runs makes it look once more. */
  run(): Promise<void>
}

/** How the chat is written to. */
export type ChatPace = {
  /** Between two messages of one channel, in ms. */
  readonly everyMs: number
  readonly sleep: (ms: number) => Promise<void>
}

/** Longest time that one run of the chat, or one message of a queue, takes, in ms; what is left then is woken anew. */
const WORK_MS = 20_000

/** Rounds of one kind until nothing is due or the time is up; for workers that each do what a message asks. */
export const workOff = async (world: World, clock: Clock, pace: ChatPace, work: Work): Promise<void> => {
  if (work === 'chat') return drainChat(world, clock, pace)
  const end = clock.now().add({ milliseconds: WORK_MS })
  let taken = 1
  while (taken > 0 && isEarlier(clock.now(), end)) {
    taken =
      work === 'print' ? await billCustomers(world, clock.now()) : await deliverMessages(world, clock.now())
  }
}

/** One runner for each kind of work, so that a chat line never waits for a thousand sheets. */
export const createOutbox = (world: World, clock: Clock, pace: ChatPace): Outbox => {
  const mail = createRunner(() => drain(() => deliverMessages(world, clock.now())))
  const webhooks = createRunner(() => drain(() => deliverWebhooks(world, clock.now())))
  const chat = createRunner(() => drainChat(world, clock, pace))
  const print = createRunner(() =>
    drain(async () => {
      const printed = await billCustomers(world, clock.now())
      // Mails leave while the next sheets are being printed.
      if (printed > 0) void mail()
      return printed
    }),
  )
  return {
    run: async () => {
      // A proof that failed has something to say in the chat.
      await Promise.all([print().then(() => Promise.all([mail(), chat()])), chat(), webhooks()])
    },
  }
}

/** Repeats `step` until it answers 0. */
const drain = async (step: () => Promise<number>): Promise<void> => {
  while ((await step()) > 0);
}

const drainChat = async (world: World, clock: Clock, { everyMs, sleep }: ChatPace): Promise<void> => {
  const end = clock.now().add({ milliseconds: WORK_MS })
  while (isEarlier(clock.now(), end)) {
    const { waitMs, sent } = await deliverChat(world, clock, everyMs)
    if (sent > 0) continue
    // A channel that Slack keeps shut is the next tick's.
    if (waitMs === undefined || waitMs > everyMs) return
    const before = clock.now()
    await sleep(Math.max(1, Math.ceil(waitMs)))
    // Where the clock stands still, waiting leads nowhere.
    if (!isEarlier(before, clock.now())) return
  }
}

/** Callers that come while work is under way wait for a round that began after they came. */
const createRunner = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (running === undefined) return start()
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return start()
      })
    return next
  }
}
