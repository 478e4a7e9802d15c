/** Lets a person work for a merchant: in the console by e-mail, in the chat by the Slack id. */
import { type Actor, type Role, refuseRole, systemActor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Problem, type Result, refuse } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import {
  parseStaff,
  type RawStaff,
  type Staff,
  type StaffDraft,
  toEmailKey,
  toRawStaff,
} from '../domain/staff.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'
import type { World } from './world.ts'

export type StaffWorld = Pick<World, 'store' | 'random'>

export type AddStaffRequest = {
  readonly merchantId: string
  readonly raw: RawStaff
  /** Of whoever asks. */
  readonly role: Role
  readonly actor: Actor
}

/** People of one merchant, active ones: a limit against floods, not against offices. */
export const MAX_STAFF = 200

/** The new member; admins only. */
export const addStaff = (
  world: StaffWorld,
  { merchantId, raw, role, actor }: AddStaffRequest,
  now: Instant,
): Promise<Result<Staff>> =>
  commitWithRetry(world.store, async () => {
    const refused = refuseRole(role, 'admin')
    if (refused !== undefined) return fail(refused)
    const parsed = parseStaff(raw)
    if (!parsed.ok) return fail({ kind: 'invalid-input', problems: parsed.failure })
    const others = await world.store.staff(merchantId)
    const taken = findTaken(parsed.value, others)
    if (taken.length > 0) return refuse(...taken)
    if (others.filter(({ isActive }) => isActive).length >= MAX_STAFF) return refuse(tooMany)
    const { staff, changes } = joinStaff(world, { merchantId, draft: parsed.value, actor }, now)
    return ok({ changes, value: staff })
  })

/** Somebody new, and the changes that let them in. */
export const joinStaff = (
  world: Pick<World, 'random'>,
  {
    merchantId,
    draft,
    actor,
  }: { readonly merchantId: string; readonly draft: StaffDraft; readonly actor: Actor },
  now: Instant,
): { readonly staff: Staff; readonly changes: readonly Change[] } => {
  const staff: Staff = { ...draft, id: world.random.id('stf'), merchantId, isActive: true, since: now }
  const note = noteChange(world, {
    ...{ merchantId, at: now, actor, topic: 'staff', action: 'add', subject: staff.name },
    fields: listFieldChanges({}, toRawStaff(staff)),
  })
  return { staff, changes: [{ kind: 'add-staff', staff }, note] }
}

/** The member whom a link of the installation's own (first start, command line) lets in; made when there is none. */
export const assumeStaff = (
  world: StaffWorld,
  {
    merchantId,
    name,
    role,
  }: { readonly merchantId: string; readonly name: string | undefined; readonly role: Role },
  now: Instant,
): Promise<Result<Staff>> =>
  commitWithRetry(world.store, async () => {
    const known = (await world.store.staff(merchantId)).find(
      (staff) => staff.isActive && staff.role === role && (name === undefined || staff.name === name),
    )
    if (known !== undefined) return ok({ changes: [], value: known })
    const draft: StaffDraft = {
      ...{ name: name ?? assumedNames[role], role },
      email: undefined,
      slack: undefined,
      language: 'ja',
    }
    const { staff, changes } = joinStaff(world, { merchantId, draft, actor: systemActor }, now)
    return ok({ changes, value: staff })
  })

const assumedNames: Readonly<Record<Role, string>> = { staff: '担当者', manager: '責任者', admin: '管理者' }

/** What of a person is somebody else's already; `self` is the person's own id. */
export const findTaken = (draft: StaffDraft, others: readonly Staff[], self?: string): readonly Problem[] => {
  const active = others.filter(({ id, isActive }) => isActive && id !== self)
  const { email, slack } = draft
  const sameEmail =
    email &&
    active.find((other) => other.email !== undefined && toEmailKey(other.email) === toEmailKey(email))
  const sameSlack =
    slack && active.find((other) => other.slack?.user === slack.user && other.slack.team === slack.team)
  return [
    ...(sameEmail ? [takenBy('email', email, sameEmail)] : []),
    ...(sameSlack ? [takenBy('slack_user', slack.user, sameSlack)] : []),
  ]
}

const takenBy = (field: string, value: string, { name }: Staff): Problem => ({
  field,
  value,
  rule: 'taken',
  message: {
    ja: `「${name}」さんに登録されています。別のものを入れるか、${name}さんの登録を変えてください。`,
    en: `this belongs to ${name}; give another one, or change ${name}'s entry.`,
  },
})

const tooMany: Problem = {
  field: 'name',
  rule: 'staff-count',
  message: {
    ja: `担当者は${MAX_STAFF}人までです。いなくなった人を外してから追加してください。`,
    en: `at most ${MAX_STAFF} people; remove somebody who left first.`,
  },
}
