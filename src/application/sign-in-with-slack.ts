/** Lets a person in whom Slack vouches for: by the Slack id on file, else by the verified mail address. */
import { MAILED_LINK_MINUTES, type Session, systemActor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result, type Text } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { type Staff, toRawStaff } from '../domain/staff.ts'
import type { SlackIdentity } from '../ports.ts'
import type { StaffWorld } from './add-staff.ts'
import { noteChange } from './note-change.ts'
import { linkFor, openSession } from './sign-in.ts'

export type SlackWayIn =
  | { readonly kind: 'in'; readonly token: string; readonly session: Session }
  /** They work for several merchants: one link for each. */
  | { readonly kind: 'choose'; readonly ways: readonly { readonly name: string; readonly path: string }[] }

/** A session, or a choice of them; `not-allowed` for whoever is not on a list of staff. */
export const signInWithSlack = async (
  world: StaffWorld,
  identity: SlackIdentity,
  device: string,
  now: Instant,
): Promise<Result<SlackWayIn>> => {
  const people = await findPeople(world, identity, now)
  const [person, another] = people
  if (person === undefined) return fail({ kind: 'not-allowed', message: notOnAnyList })
  if (another === undefined) {
    const opened = await openSession(world, person, device, now)
    await world.store.commit([{ kind: 'add-session', session: opened.session }])
    return ok({ kind: 'in', ...opened })
  }
  const ways = await Promise.all(
    people.map(async (staff) => ({
      name: (await world.store.merchant(staff.merchantId))?.name ?? '',
      path: await linkFor(world, staff, MAILED_LINK_MINUTES, now),
    })),
  )
  return ok({ kind: 'choose', ways })
}

const findPeople = async (
  world: StaffWorld,
  { team, user, email }: SlackIdentity,
  now: Instant,
): Promise<readonly Staff[]> => {
  const known = await world.store.staffBySlack({ team, user })
  const byMail = email === undefined ? [] : await world.store.staffByEmail(email)
  // Somebody whose entry names another Slack account is not this one.
  const met = byMail.filter(
    ({ merchantId, slack }) =>
      slack === undefined && known.every((person) => person.merchantId !== merchantId),
  )
  const joined = await Promise.all(met.map((staff) => keepSlack(world, staff, { team, user }, now)))
  return [...known, ...joined]
}

/** So that the chat knows them, too. */
const keepSlack = async (
  world: StaffWorld,
  staff: Staff,
  slack: { readonly team: string; readonly user: string },
  now: Instant,
): Promise<Staff> => {
  const joined: Staff = { ...staff, slack }
  const note = noteChange(world, {
    ...{ merchantId: staff.merchantId, at: now, actor: systemActor, topic: 'staff', action: 'change' },
    subject: staff.name,
    fields: listFieldChanges(toRawStaff(staff), toRawStaff(joined)),
  })
  await world.store.commit([{ kind: 'change-staff', staff: joined }, note])
  return joined
}

const notOnAnyList: Text = {
  ja: 'このSlackアカウントは担当者に登録されていません。管理者に「設定 → 担当者」への登録を頼んでください。',
  en: 'This Slack account is not on the list of staff. Ask an admin to add you under Settings → Staff.',
}
