/** Keys of programs: made by an admin, shown once, kept as a hash, revoked at once. */
import { type Actor, isRole, type KeyEntry, MAX_KEY_NAME, type Role, refuseRole } from '../domain/access.ts'
import { hasControlCharacter } from '../domain/japanese-text.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Problem, type Result, refuse } from '../domain/result.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

type KeyWorld = Pick<World, 'store' | 'random'>

type Asker = { readonly merchantId: string; readonly role: Role; readonly actor: Actor }

/** Live keys of one merchant. */
export const MAX_KEYS = 50

/** The key itself, which is never seen again; admins only. */
export const makeApiKey = (
  world: KeyWorld,
  {
    merchantId,
    role,
    actor,
    name: typed,
    keyRole,
  }: Asker & { readonly name: string; readonly keyRole: string },
  now: Instant,
): Promise<Result<string>> =>
  commitWithRetry(world.store, async () => {
    const refused = refuseRole(role, 'admin')
    if (refused !== undefined) return fail(refused)
    const name = typed.trim()
    const problems = [...checkName(name), ...(isRole(keyRole) ? [] : [roleProblem(keyRole)])]
    if (problems.length > 0 || !isRole(keyRole)) return refuse(...problems)
    if ((await world.store.apiKeys(merchantId)).length >= MAX_KEYS) return refuse(tooMany)
    const bearer = `pk_${world.random.token()}`
    const key = { hash: await toSha256(bearer), merchantId, name, role: keyRole }
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor, topic: 'api-key', action: 'add', subject: name },
      fields: [{ field: 'role', from: '', to: keyRole }],
    })
    return ok({ changes: [{ kind: 'add-api-key', key, at: now, madeBy: actor.name }, note], value: bearer })
  })

/** Lets nobody in with it from now on; admins only. */
export const revokeApiKey = (
  world: KeyWorld,
  { merchantId, role, actor, id }: Asker & { readonly id: string },
  now: Instant,
): Promise<Result<KeyEntry>> =>
  commitWithRetry(world.store, async () => {
    const refused = refuseRole(role, 'admin')
    if (refused !== undefined) return fail(refused)
    const key = (await world.store.apiKeys(merchantId)).find((one) => one.id === id)
    if (key === undefined) return fail({ kind: 'not-found', what: 'key', id: id.slice(0, 40) })
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor, topic: 'api-key', action: 'remove', subject: key.name },
      fields: [{ field: 'role', from: key.role, to: '' }],
    })
    return ok({ changes: [{ kind: 'revoke-api-key', hash: key.hash, at: now }, note], value: key })
  })

const checkName = (name: string): readonly Problem[] =>
  name !== '' && name.length <= MAX_KEY_NAME && !hasControlCharacter(name, 'none')
    ? []
    : [
        {
          field: 'name',
          value: name,
          rule: 'key-name',
          message: {
            ja: `何に使う鍵か、${MAX_KEY_NAME}文字までで入れてください（例：会計ソフト）。`,
            en: `say what the key is for, in at most ${MAX_KEY_NAME} characters, such as "accounting".`,
          },
        },
      ]

const roleProblem = (value: string): Problem => ({
  field: 'role',
  value,
  rule: 'role',
  message: {
    ja: '役割は staff・manager・admin のどれかです。',
    en: 'the role is one of staff, manager, admin.',
  },
})

const tooMany: Problem = {
  field: 'name',
  rule: 'key-count',
  message: {
    ja: `鍵は${MAX_KEYS}本までです。使っていない鍵を無効にしてください。`,
    en: `at most ${MAX_KEYS} keys; revoke one that is not used.`,
  },
}
