/** Random histories of the whole money, played on a real store and on a simple model beside it: both must agree. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Database } from '../../src/adapters/store/database.ts'
import { createPlayer } from '../support/play-history.ts'

/** One throw of the dice: what happens, and three numbers that say to whom, when and how much. */
export type Gene = { readonly step: StepName; readonly a: number; readonly b: number; readonly c: number }

/** What can happen, and how often. */
const weights = {
  register: 14,
  registerOnOwnNumber: 4,
  slip: 6,
  payBySlip: 8,
  payDirectly: 12,
  payTwiceAtOnce: 2,
  payForNobody: 2,
  payAnew: 2,
  undo: 5,
  confirm: 14,
  resolve: 5,
  cancelInvoice: 3,
  changeTerms: 2,
  sendFax: 3,
  signUp: 1,
  wait: 14,
  tick: 8,
  tickTwice: 2,
  restart: 1,
} as const
export type StepName = keyof typeof weights

/** The names are exactly those of the table. */
const names = Object.entries(weights).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name),
) as StepName[]

const genes = fc.record({
  step: fc.constantFrom(...names),
  a: fc.nat(1_000_000),
  b: fc.nat(1_000_000),
  c: fc.nat(1_000_000),
})

export type MoneyRuns = {
  readonly name: string
  readonly steps: number
  readonly runs: number
  /** An empty database with its migrations applied; `reopen` gives the same one to a new store. */
  open(): Promise<{ reopen(): Promise<Database>; close(): Promise<void> }>
}

/** For every history: states, settlements, fees and balances are the model's, and the books are whole. */
export const describeMoney = ({ name, steps, runs, open }: MoneyRuns): void => {
  it(`no yen is lost or made in ${runs} histories of ${steps} steps on ${name}`, {
    timeout: 3_600_000,
  }, async () => {
    const histories = fc.tuple(
      fc.integer({ min: 0, max: 150 }),
      fc.array(genes, { minLength: steps, maxLength: steps, size: 'max' }),
    )
    await fc.assert(
      fc.asyncProperty(histories, async ([firstDay, history]) => {
        const opened = await open()
        try {
          const player = await createPlayer(opened.reopen, firstDay)
          for (const gene of history) await player.play(gene)
          await player.finish()
        } finally {
          await opened.close()
        }
      }),
      { numRuns: runs, endOnFailure: process.env['PROPERTY_SHRINK'] !== '1', ...seedOf() },
    )
    expect.hasAssertions()
  })
}

const seedOf = (): { readonly seed?: number } => {
  const seed = process.env['PROPERTY_SEED']
  return seed === undefined ? {} : { seed: Number(seed) }
}
