/** Has a message of the chat changed, once what it is about has moved on. */
import type { EditableLine } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Change } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** The change of a line for a `cause` of its own. */
export const tellLine = (
  { random }: Pick<World, 'random'>,
  merchantId: string,
  line: EditableLine,
  cause: string,
  now: Instant,
): Change => ({
  kind: 'queue-deliveries',
  deliveries: [toDelivery(random, { merchantId }, { kind: 'line-edit', line, cause }, now)],
})

/** Of invoices as they are from now on: their cards, where they have one. Those of a file are told by the file's line. */
export const tellCards = (
  world: Pick<World, 'random'>,
  invoices: readonly (Invoice | undefined)[],
  now: Instant,
): readonly Change[] =>
  invoices.flatMap((invoice) =>
    invoice === undefined || invoice.batchId !== undefined
      ? []
      : [
          tellLine(
            world,
            invoice.merchantId,
            { kind: 'invoice-line', invoiceId: invoice.id },
            `v${invoice.version}`,
            now,
          ),
        ],
  )
