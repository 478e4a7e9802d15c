/** Kinds of work that the outbox brings; a message of a queue names one and holds nothing else. */
import type { Instant } from './jst-day.ts'

export const works = ['print', 'mail', 'chat'] as const
export type Work = (typeof works)[number]

export const isWork = (value: unknown): value is Work => works.some((work) => work === value)

/** A queue's message that could not be worked off. What it was to wake is still among the deliveries. */
export type DeadLetter = {
  /** The queue's own name for the message. */
  readonly id: string
  /** What the message held, cut to what can be shown. */
  readonly work: string
  readonly attempts: number
  readonly diedAt: Instant
}
