/** Decides which mails leave in one call, and keeps to it: a call that is made again must be the same call. */
import { type Delivery, isChatMessage } from '../domain/delivery.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { Suppression } from '../domain/mail-report.ts'
import { type Failure, fail, ok, type Result } from '../domain/result.ts'
import type { Change, Letter, SendFailure } from '../ports.ts'
import { gatherLetter } from './gather-letter.ts'
import { suppressionKey } from './suppression-key.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

/** It is not to be sent any more. */
export type Dropped = { readonly dropped: string }

/** A delivery with its letter, or why there is none. */
export type WrittenMail = {
  readonly delivery: Delivery
  readonly letter: Result<Letter, SendFailure | Dropped>
}

/**
 * The calls to be made. Mails that try for the first time and may travel together get a parcel, which is stored before
 * anything is sent; mails that have a parcel stay in it; all others travel alone, as they did before.
 */
export const packMails = async (
  world: World,
  claimed: readonly Delivery[],
  now: Instant,
): Promise<readonly (readonly WrittenMail[])[]> => {
  const suppressed = await world.store.suppressed(claimed.map(addressOf))
  const written = await Promise.all(
    claimed.map(async (delivery): Promise<WrittenMail> => {
      const found = suppressed.get(addressOf(delivery))
      // What is in a parcel already may have been taken with it.
      return found === undefined || delivery.parcel !== undefined
        ? write(world, delivery, now)
        : { delivery, letter: fail({ detail: explain(found), retry: false }) }
    }),
  )
  const loose = written.filter(({ delivery }) => delivery.parcel === undefined)
  const older = Map.groupBy(
    written.filter(({ delivery }) => delivery.parcel !== undefined),
    ({ delivery }) => delivery.parcel,
  )
  const fresh = await packFresh(world, loose)
  const packed = new Set(fresh.flat().map(({ delivery }) => delivery.id))
  const alone = loose.filter(({ delivery }) => !packed.has(delivery.id))
  return [...[...older.values()].map(inOrder), ...fresh, ...alone.map((mail) => [mail])]
}

/** The same at every try, whatever order they were claimed in: a provider compares the whole call. */
const inOrder = (mails: readonly WrittenMail[]): readonly WrittenMail[] =>
  mails.toSorted((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1))

const addressOf = ({ message }: Delivery): string => ('to' in message ? suppressionKey(message.to) : '')

const explain = ({ reason, since, detail }: Suppression): string =>
  `suppressed since ${toJstDay(since)}: an earlier mail to this address ${reason === 'bounced' ? 'came back' : 'was reported as unwelcome'}${detail === undefined ? '' : ` (${detail})`}`

const write = async (world: World, delivery: Delivery, now: Instant): Promise<WrittenMail> => {
  const { message, id, merchantId } = delivery
  if (isChatMessage(message)) return { delivery, letter: fail({ detail: 'not a mail', retry: false }) }
  try {
    const gathered = await gatherLetter(world, message, merchantId, now)
    switch (gathered.kind) {
      case 'letter':
        return { delivery, letter: ok(gathered.letter) }
      case 'drop':
        return { delivery, letter: fail({ dropped: gathered.reason }) }
      case 'gone':
        return { delivery, letter: fail({ detail: `${gathered.what} no longer exists`, retry: false }) }
      case 'later':
        return { delivery, letter: fail({ detail: detailOf(gathered.failure), retry: true }) }
    }
  } catch (error) {
    world.log.error('letter could not be written', { delivery: id, error: String(error) })
    return { delivery, letter: fail({ detail: String(error), retry: true }) }
  }
}

const detailOf = (failure: Failure): string => ('detail' in failure ? failure.detail : failure.kind)

/** Parcels of those that have never been tried: whoever has been may have been taken under a key of its own. */
const packFresh = async (
  world: World,
  loose: readonly WrittenMail[],
): Promise<readonly (readonly WrittenMail[])[]> => {
  const { together } = world.mailer
  if (together === undefined) return []
  const fitting = loose.filter(
    ({ delivery, letter }) => delivery.attempts === 1 && letter.ok && together.takes(letter.value),
  )
  const groups = chunk(inOrder(fitting), together.limit).filter(({ length }) => length > 1)
  const parcels = await Promise.all(
    groups.map(async (mails) => ({ mails, parcel: await nameParcel(mails.map(({ delivery }) => delivery)) })),
  )
  const changes = parcels.map(
    ({ mails, parcel }): Change => ({
      kind: 'pack-deliveries',
      parcel,
      ids: mails.map(({ delivery }) => delivery.id),
    }),
  )
  if (changes.length > 0) await world.store.commit(changes)
  return parcels.map(({ mails, parcel }) =>
    mails.map(({ delivery, letter }) => ({ delivery: { ...delivery, parcel }, letter })),
  )
}

/** Derived from the deliveries in it; also the provider's idempotency key of the call. */
const nameParcel = async (deliveries: readonly Delivery[]): Promise<string> =>
  `parcel:${await toSha256(deliveries.map(({ key }) => key).join('\n'))}`

const chunk = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))
