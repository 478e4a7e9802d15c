/** The language a person reads Slack in: asked of Slack once in a while, and kept. */
import type { WebClient } from '@slack/web-api'
import type { Instant } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Store } from '../../ports.ts'

/** How long an answer is believed, in hours. */
const FRESH_HOURS = 7 * 24
/** Slack's `trigger_id` lives 3 s: a slow answer is not waited for, in ms. */
const PATIENCE_MS = 800

/** Japanese until Slack has said otherwise. */
export const readLanguage = async (
  store: Pick<Store, 'setting' | 'commit'>,
  client: WebClient,
  userId: string,
  now: Instant,
): Promise<Language> => {
  const name = `slack-language:${userId}`
  const [kept, at] = ((await store.setting(name)) ?? '').split('@')
  const known = kept === 'en' || kept === 'ja' ? kept : undefined
  const isFresh = Number(at) > now.epochMilliseconds - FRESH_HOURS * 3_600_000
  if (known !== undefined && isFresh) return known
  const told = await ask(client, userId)
  if (told === undefined) return known ?? 'ja'
  await store.commit([{ kind: 'set-setting', name, value: `${told}@${now.epochMilliseconds}` }])
  return told
}

const ask = async (client: WebClient, userId: string): Promise<Language | undefined> => {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  const asked = client.users
    .info({ user: userId, include_locale: true })
    .then(({ user }): Language | undefined =>
      user?.locale === undefined ? undefined : user.locale.startsWith('ja') ? 'ja' : 'en',
    )
    // Without the scope, or with Slack down, the language is not known; nothing else depends on it.
    .catch(() => undefined)
  const told = await Promise.race([asked, late])
  clearTimeout(timer)
  return told
}
