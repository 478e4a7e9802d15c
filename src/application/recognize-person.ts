/** Finds out who a person in the chat is: by the Slack id on file, else by the mail address that Slack knows, else as a stranger. */
import { systemActor } from '../domain/access.ts'
import {
  type ChatPerson,
  decideRole,
  notOnTheList,
  PROFILE_HOURS,
  PROFILE_RETRY_HOURS,
  type SlackProfile,
  type Strangers,
} from '../domain/chat-access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { type SlackPerson, type Staff, toRawStaff } from '../domain/staff.ts'
import type { Change } from '../ports.ts'
import { noteChange } from './note-change.ts'
import type { World } from './world.ts'

export type RecognizeRequest = {
  readonly merchantId: string
  readonly person: SlackPerson
  /** The name that came with the request. */
  readonly told: string
  readonly strangers: Strangers
  /** Asks Slack; undefined when it does not say. */
  readonly lookUp: () => Promise<Pick<SlackProfile, 'name' | 'email'> | undefined>
}

/** The person, with the role they have now; `not-allowed` for strangers where those may do nothing. */
export const recognizePerson = async (
  world: Pick<World, 'store' | 'random'>,
  request: RecognizeRequest,
  now: Instant,
): Promise<Result<ChatPerson>> => {
  const { merchantId, person, strangers } = request
  const known = (await world.store.staffBySlack(person)).find((staff) => staff.merchantId === merchantId)
  if (known !== undefined) return ok({ name: known.name, role: known.role, staffId: known.id })
  const profile = await readProfile(world, request, now)
  const found = await meetByMail(world, request, profile, now)
  if (found !== undefined) return ok({ name: found.name, role: found.role, staffId: found.id })
  const people = await world.store.staff(merchantId)
  const isAnybodyKnown = people.some(({ isActive, slack }) => isActive && slack !== undefined)
  const role = decideRole(undefined, isAnybodyKnown, strangers)
  return role === undefined
    ? fail({ kind: 'not-allowed', message: notOnTheList })
    : ok({ name: profile.name, role, staffId: undefined })
}

const readProfile = async (
  { store }: Pick<World, 'store'>,
  { person, told, lookUp }: RecognizeRequest,
  now: Instant,
): Promise<SlackProfile> => {
  const kept = await store.slackProfile(person)
  if (kept !== undefined && isEarlier(now, kept.checkedAt.add({ hours: PROFILE_HOURS }))) return kept
  const said = await lookUp()
  const profile: SlackProfile = {
    ...person,
    name: said?.name ?? kept?.name ?? told,
    email: said === undefined ? kept?.email : said.email,
    // Not answered: what is known will do until it is asked again.
    checkedAt: said === undefined ? now.subtract({ hours: PROFILE_HOURS - PROFILE_RETRY_HOURS }) : now,
  }
  await store.commit([{ kind: 'keep-slack-profile', profile }])
  return profile
}

/** The member with the address that Slack knows; their Slack id is kept, so that the next time needs no question. */
const meetByMail = async (
  world: Pick<World, 'store' | 'random'>,
  { merchantId, person }: RecognizeRequest,
  { email }: SlackProfile,
  now: Instant,
): Promise<Staff | undefined> => {
  if (email === undefined) return undefined
  const staff = (await world.store.staffByEmail(email)).find((one) => one.merchantId === merchantId)
  // Somebody whose entry names another Slack account is not this one.
  if (staff === undefined || staff.slack !== undefined) return undefined
  const met: Staff = { ...staff, slack: { team: person.team, user: person.user } }
  const changes: readonly Change[] = [
    { kind: 'change-staff', staff: met },
    noteChange(world, {
      ...{ merchantId, at: now, actor: systemActor, topic: 'staff', action: 'change', subject: staff.name },
      fields: listFieldChanges(toRawStaff(staff), toRawStaff(met)),
    }),
  ]
  // Two requests at once: the other one has kept it.
  await world.store.commit(changes)
  return met
}
