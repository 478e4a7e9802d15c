/** A merchant decides how its mails look, what they say and when they leave. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import { parseMailSettings, type RawMailSettings, toRawMailSettings } from '../domain/parse-mail-settings.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { noteChange } from './note-change.ts'
import type { World } from './world.ts'

export type MailSettingsRequest = {
  readonly merchantId: string
  readonly raw: RawMailSettings
  readonly role: Role
  readonly actor: Actor
}

/** The settings as they hold from now on; they take the place of all that was chosen before. */
export const chooseMailSettings = async (
  world: Pick<World, 'store' | 'surroundings' | 'random'>,
  { merchantId, raw, role, actor }: MailSettingsRequest,
  now: Instant,
): Promise<Result<MailSettings>> => {
  const refused = refuseRole(role, 'manager')
  if (refused !== undefined) return fail(refused)
  const parsed = parseMailSettings(raw)
  if (!parsed.ok) return fail({ kind: 'invalid-input', problems: parsed.failure })
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) return fail({ kind: 'not-found', what: 'page', id: merchantId })
  const canFax = merchant.fax !== undefined && world.surroundings.faxAddress(merchant.fax) !== undefined
  if (parsed.value.collectionChannel === 'fax' && !canFax) {
    return refuse({
      field: 'collection_channel',
      value: 'fax',
      rule: 'fax-missing',
      message: {
        ja: 'FAX番号かFAXゲートウェイが登録されていません。先に登録するか、メールを選んでください。',
        en: 'there is no FAX number on file, or no FAX gateway; add it first or choose mail.',
      },
    })
  }
  const before = toTexts(await world.store.mailSettings(merchantId))
  const note = noteChange(world, {
    ...{ merchantId, at: now, actor, topic: 'mail', action: 'change', subject: merchant.name },
    fields: listFieldChanges(before, toTexts(parsed.value)),
  })
  await world.store.commit([{ kind: 'set-mail-settings', merchantId, settings: parsed.value }, note])
  return ok(parsed.value)
}

const toTexts = (settings: MailSettings): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(toRawMailSettings(settings)).map(([field, value]) => [
      field,
      typeof value === 'object' ? JSON.stringify(value) : String(value ?? ''),
    ]),
  )
