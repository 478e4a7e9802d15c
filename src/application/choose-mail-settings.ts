/** A merchant decides how its mails look, what they say and when they leave. */
import { type Role, refuseRole } from '../domain/access.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import { parseMailSettings, type RawMailSettings } from '../domain/parse-mail-settings.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import type { World } from './world.ts'

export type MailSettingsRequest = {
  readonly merchantId: string
  readonly raw: RawMailSettings
  readonly role: Role
}

/** The settings as they hold from now on; they take the place of all that was chosen before. */
export const chooseMailSettings = async (
  world: Pick<World, 'store' | 'surroundings'>,
  { merchantId, raw, role }: MailSettingsRequest,
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
  await world.store.commit([{ kind: 'set-mail-settings', merchantId, settings: parsed.value }])
  return ok(parsed.value)
}
