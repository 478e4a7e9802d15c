/** Work that Slack has been told is taken: done soon, but never so much at once that the next request waits for it. */

export type WorkQueue = {
  /** False when too much waits already. An `urgent` one, whose trigger runs out, goes before the others. */
  add(work: () => Promise<void>, urgency: 'urgent' | 'soon'): Promise<void> | undefined
}

/** Pieces of work under way at once. */
const AT_ONCE = 4
/** Pieces that may wait. */
const MAX_WAITING = 2_000

export const createWorkQueue = (): WorkQueue => {
  const urgent: (() => Promise<void>)[] = []
  const soon: (() => Promise<void>)[] = []
  let running = 0
  const next = (): void => {
    const work = urgent.shift() ?? soon.shift()
    if (work === undefined) return
    running += 1
    void work().finally(() => {
      running -= 1
      // Requests that have come in meanwhile are answered first.
      setTimeout(next, 0)
    })
  }
  return {
    add: (work, urgency) => {
      if (urgent.length + soon.length >= MAX_WAITING) return undefined
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const lane = urgency === 'urgent' ? urgent : soon
      lane.push(() => work().then(resolve, reject))
      if (running < AT_ONCE) setTimeout(next, 0)
      return promise
    },
  }
}
