/** Changes what is known of a person, and lets people go; a merchant always keeps an admin. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { type Failure, fail, ok, type Result, refuse } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { parseStaff, type RawStaff, type Staff, toRawStaff } from '../domain/staff.ts'
import { findTaken, type StaffWorld } from './add-staff.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'

export type ChangeStaffRequest = {
  readonly merchantId: string
  readonly staffId: string
  readonly raw: RawStaff
  /** Of whoever asks. */
  readonly role: Role
  readonly actor: Actor
}

/** The person as known from now on; admins only. A role holds at once, in the console and in the chat. */
export const changeStaff = (
  world: StaffWorld,
  { merchantId, staffId, raw, role, actor }: ChangeStaffRequest,
  now: Instant,
): Promise<Result<Staff>> =>
  commitWithRetry(world.store, async () => {
    const found = await findForAdmin(world, { merchantId, staffId, role })
    if (!found.ok) return found
    const { all, before } = found.value
    const parsed = parseStaff(raw, before)
    if (!parsed.ok) return fail({ kind: 'invalid-input', problems: parsed.failure })
    const taken = findTaken(parsed.value, all, staffId)
    if (taken.length > 0) return refuse(...taken)
    const staff: Staff = { ...before, ...parsed.value }
    if (staff.role !== 'admin' && isLastAdmin(before, all)) return fail(lastAdmin(before))
    const fields = listFieldChanges(toRawStaff(before), toRawStaff(staff))
    if (fields.length === 0) return ok({ changes: [], value: before })
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor, topic: 'staff', action: 'change', subject: before.name, fields },
    })
    return ok({ changes: [{ kind: 'change-staff', staff }, note], value: staff })
  })

/** Lets a person go: their sessions and links end at once, what they did stays in the history. Admins only. */
export const removeStaff = (
  world: StaffWorld,
  { merchantId, staffId, role, actor }: Omit<ChangeStaffRequest, 'raw'>,
  now: Instant,
): Promise<Result<Staff>> =>
  commitWithRetry(world.store, async () => {
    const found = await findForAdmin(world, { merchantId, staffId, role })
    if (!found.ok) return found
    const { all, before } = found.value
    if (isLastAdmin(before, all)) return fail(lastAdmin(before))
    const staff: Staff = { ...before, isActive: false }
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor, topic: 'staff', action: 'remove', subject: before.name },
      fields: listFieldChanges(toRawStaff(before), {}),
    })
    return ok({
      changes: [{ kind: 'change-staff', staff }, { kind: 'end-sessions', staffId }, note],
      value: staff,
    })
  })

const isLastAdmin = (staff: Staff, all: readonly Staff[]): boolean =>
  staff.role === 'admin' &&
  all.every(({ id, isActive, role }) => id === staff.id || !isActive || role !== 'admin')

const unknown = (id: string): Failure => ({ kind: 'not-found', what: 'staff', id: id.slice(0, 40) })

const lastAdmin = ({ name }: Staff): Failure => ({
  kind: 'wrong-state',
  message: {
    ja: `「${name}」さんは最後の管理者です。先にほかの方を管理者にしてください。`,
    en: `${name} is the last admin; make somebody else an admin first.`,
  },
})

/** The person, among all of the merchant's, for an admin who asks. */
const findForAdmin = async (
  { store }: StaffWorld,
  { merchantId, staffId, role }: Pick<ChangeStaffRequest, 'merchantId' | 'staffId' | 'role'>,
): Promise<Result<{ readonly all: readonly Staff[]; readonly before: Staff }>> => {
  const refused = refuseRole(role, 'admin')
  if (refused !== undefined) return fail(refused)
  const all = await store.staff(merchantId)
  const before = all.find(({ id, isActive }) => id === staffId && isActive)
  return before === undefined ? fail(unknown(staffId)) : ok({ all, before })
}
