/** Keeps requests apart, at the pace that a provider allows and its answers tell. */

/** The present in ms, and a way to wait; tests bring their own. */
export type Timing = {
  now(): number
  sleep(ms: number): Promise<void>
}

export const realTiming: Timing = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

export type Pacer = {
  /** Resolves when the next request may leave; callers get their turns in order. */
  turn(): Promise<void>
  /** Takes what an answer's headers say of limits: `ratelimit-…` (RFC draft, as Resend sends them), `retry-after`. */
  learn(headers: Readonly<Record<string, string>> | null): void
}

/** Requests get this much more room than the limit needs: nets are uneven. */
const MARGIN = 1.1
/** The longest wait that a provider may ask of everybody, in ms; what is longer is for the outbox to wait. */
const MAX_PAUSE_MS = 60_000

/** `perSecond`: the pace until an answer tells another. */
export const createPacer = (perSecond: number, timing: Timing = realTiming): Pacer => {
  let intervalMs = (1_000 / perSecond) * MARGIN
  let lastAt = Number.NEGATIVE_INFINITY
  let pausedUntil = Number.NEGATIVE_INFINITY
  let line: Promise<void> = Promise.resolve()
  const wait = async (): Promise<void> => {
    // A pause may grow while it is waited for.
    for (;;) {
      const left = Math.max(lastAt + intervalMs, pausedUntil) - timing.now()
      if (left <= 0) break
      await timing.sleep(left)
    }
    lastAt = timing.now()
  }
  const pause = (seconds: number | undefined): void => {
    if (seconds === undefined) return
    pausedUntil = Math.max(pausedUntil, timing.now() + Math.min(MAX_PAUSE_MS, seconds * 1_000))
  }
  return {
    turn: () => {
      line = line.then(wait)
      return line
    },
    learn: (headers) => {
      const limit = toNumber(headers?.['ratelimit-limit'])
      const windowS = toNumber(/w=(\d+)/.exec(headers?.['ratelimit-policy'] ?? '')?.[1]) ?? 1
      if (limit !== undefined && limit > 0) intervalMs = ((windowS * 1_000) / limit) * MARGIN
      if (toNumber(headers?.['ratelimit-remaining']) === 0) pause(toNumber(headers?.['ratelimit-reset']))
      pause(toNumber(headers?.['retry-after']))
    },
  }
}

const toNumber = (text: string | undefined): number | undefined => {
  const number = Number.parseFloat(text ?? '')
  return Number.isFinite(number) && number >= 0 ? number : undefined
}
