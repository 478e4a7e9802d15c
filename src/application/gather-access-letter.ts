/** Gathers the letters about who comes in: ways into the console, and a connection that Slack took away. */
import { MAILED_LINK_MINUTES } from '../domain/access.ts'
import type { MailMessage } from '../domain/delivery.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import type { MailLook } from '../domain/mail-settings.ts'
import type { Gathered } from './gather-merchant-letter.ts'
import { linkFor } from './sign-in.ts'
import type { World } from './world.ts'

type Of<K extends MailMessage['kind']> = Extract<MailMessage, { readonly kind: K }>

/** Links are made as the mail leaves, and only their hashes are kept: a mail that leaves again has links of its own. */
export const gatherSignIn = async (
  world: World,
  { to, askedAt }: Of<'sign-in'>,
  look: MailLook,
  now: Instant,
): Promise<Gathered> => {
  const until = Temporal.Instant.from(askedAt).add({ minutes: MAILED_LINK_MINUTES })
  if (isEarlier(until, now)) return { kind: 'drop', reason: 'it was asked for too long ago' }
  const people = await world.store.staffByEmail(to)
  const [person] = people
  const merchant = person && (await world.store.merchant(person.merchantId))
  if (person === undefined || merchant === undefined) {
    return { kind: 'drop', reason: 'nobody on the lists of staff has this address' }
  }
  const { baseUrl } = world.surroundings
  const links = await Promise.all(
    people.map(async (staff) => ({
      merchantName: (await world.store.merchant(staff.merchantId))?.name ?? '',
      url: `${baseUrl}${await linkFor(world, staff, MAILED_LINK_MINUTES, now)}`,
    })),
  )
  return {
    kind: 'letter',
    letter: {
      kind: 'sign-in',
      to,
      language: person.language,
      look,
      wording: undefined,
      attach: false,
      merchant,
      personName: person.name,
      links,
      minutes: MAILED_LINK_MINUTES,
    },
  }
}
