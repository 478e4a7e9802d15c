/** Empties the outbox: prints, mails and posts side by side, until nothing is due. */
import type { Work } from '../domain/work.ts'
import type { Clock } from '../ports.ts'
import { billCustomers } from './bill-customers.ts'
import { deliverMessages } from './deliver-messages.ts'
import type { World } from './world.ts'

export type Outbox = {
  /** Runs until nothing is due; a call while it runs makes it look once more. */
  run(): Promise<void>
}

/** Longest time that one message keeps its worker busy, in ms; what is left then is woken anew. */
const WORK_MS = 20_000

/** Rounds of one kind until nothing is due or the time is up; for workers that each do what a message asks. */
export const workOff = async (world: World, clock: Clock, work: Work): Promise<void> => {
  const end = clock.now().add({ milliseconds: WORK_MS })
  let taken = 1
  while (taken > 0 && Temporal.Instant.compare(clock.now(), end) < 0) {
    taken =
      work === 'print'
        ? await billCustomers(world, clock.now())
        : await deliverMessages(world, work, clock.now())
  }
}

/** One runner for each kind of work, so that a chat line never waits for a thousand sheets. */
export const createOutbox = (world: World, clock: Clock): Outbox => {
  const mail = createRunner(() => deliverMessages(world, 'mail', clock.now()))
  const chat = createRunner(() => deliverMessages(world, 'chat', clock.now()))
  const print = createRunner(async () => {
    const printed = await billCustomers(world, clock.now())
    // Mails leave while the next sheets are being printed.
    if (printed > 0) void mail()
    return printed
  })
  return {
    run: async () => {
      // A proof that failed has something to say in the chat.
      await Promise.all([print().then(() => Promise.all([mail(), chat()])), chat()])
    },
  }
}

/** Repeats `step` until it answers 0; callers that come meanwhile wait for a round that began after they came. */
const createRunner = (step: () => Promise<number>): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    while ((await step()) > 0);
  }
  const start = (): Promise<void> => {
    running = drain().finally(() => {
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
