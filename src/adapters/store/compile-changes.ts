/** From the changes of a commit to its statements: those that come by the thousand are written in bulk. */
import type { Change } from '../../ports.ts'
import { compileChange } from './compile-change.ts'
import type { Statement } from './database.ts'
import { queueDeliveries } from './write-deliveries.ts'
import { moveInvoices } from './write-invoices.ts'
import { insertPayments, movePayments } from './write-payments.ts'
import { postAll } from './write-settlements.ts'
import { tellWebhooks } from './write-webhooks.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Kinds whose changes may pass each other: only those of one and the same payment or invoice keep their order. */
type Bulk = Of<'add-payment' | 'move-payment' | 'move-invoice' | 'post-entries' | 'queue-deliveries'>

/**
 * The statements of a commit, in order; guards among them fail the whole of it. They come one at a time: those of a large
 * settlement are not all in memory at once where that can be helped.
 */
export function* compileChanges(changes: readonly Change[]): Generator<Statement> {
  let run: Bulk[] = []
  for (const change of changes) {
    if (isBulk(change)) {
      run.push(change)
      continue
    }
    yield* compileRun(run)
    run = []
    yield* compileChange(change)
  }
  yield* compileRun(run)
  yield* tellWebhooks(changes)
}

const isBulk = (change: Change): change is Bulk => {
  switch (change.kind) {
    case 'add-payment':
    case 'move-payment':
    case 'move-invoice':
    case 'post-entries':
    case 'queue-deliveries':
      return true
    default:
      return false
  }
}

const compileRun = (run: readonly Bulk[]): readonly Statement[] => {
  const pick = <K extends Bulk['kind']>(kind: K): readonly Of<K>[] =>
    run.filter((change): change is Of<K> & Bulk => change.kind === kind)
  return [
    ...insertPayments(pick('add-payment')),
    ...inRounds(pick('move-payment'), ({ payment }) => payment.id).flatMap(movePayments),
    ...inRounds(pick('move-invoice'), ({ invoice }) => invoice.id).flatMap(moveInvoices),
    ...postAll(pick('post-entries')),
    ...queueDeliveries({
      kind: 'queue-deliveries',
      deliveries: pick('queue-deliveries').flatMap(({ deliveries }) => deliveries),
    }),
  ]
}

/** The first change of each, then the second of each, and so on. */
const inRounds = <T>(changes: readonly T[], keyOf: (change: T) => string): readonly (readonly T[])[] => {
  const counts = new Map<string, number>()
  const rounds: T[][] = []
  for (const change of changes) {
    const round = counts.get(keyOf(change)) ?? 0
    counts.set(keyOf(change), round + 1)
    const list = rounds[round]
    if (list === undefined) rounds.push([change])
    else list.push(change)
  }
  return rounds
}
