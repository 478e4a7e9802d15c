/** The merchant itself over the API: what is known of it, its terms in force and scheduled. */
import type { Hono } from 'hono'
import type { MerchantView } from '../../../application/change-merchant.ts'
import type { RawProfile } from '../../../domain/merchant-profile.ts'
import type { Terms, TermsChange } from '../../../domain/terms.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import type { LogoJson, MerchantJson } from './schemas/merchant-answers.ts'
import { merchantBody } from './schemas/merchant-schemas.ts'
import { callerOf, type StaffContext, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `/merchant` and `/merchant/logo`. */
export const addMerchantRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, clock } = deps
  api.get('/merchant', async (c) => {
    const view = await story.viewMerchant(c.get('key').merchantId, clock.now())
    return view.ok ? c.json(toMerchantJson(view.value)) : answerFailure(c, view.failure)
  })

  // Only what is named changes; null clears. The same request twice changes nothing more.
  api.put('/merchant', async (c) => {
    const body = await readJson(c, merchantBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const changes: RawProfile = Object.fromEntries(
      Object.entries(body.value).map(([field, value]) => [field, value === null ? '' : value]),
    )
    const request = { ...callerOf(c), role: c.get('key').role, changes }
    const changed = await story.changeMerchant(request, clock.now())
    return changed.ok ? c.json(toMerchantJson(changed.value)) : answerFailure(c, changed.failure)
  })
  addLogoRoutes(api, deps)
}

// A file as it is: no form, no Base64.
const addLogoRoutes = (api: Hono<StaffEnv>, { story, clock }: StaffDeps): void => {
  const answer = async (c: StaffContext, bytes: Uint8Array | undefined): Promise<Response> => {
    const { role } = c.get('key')
    const set = await story.setLogo({ ...callerOf(c), role, bytes }, clock.now())
    if (!set.ok) return answerFailure(c, set.failure)
    const json: LogoJson = { logo_url: toLogoPath(set.value) }
    return c.json(json)
  }
  api.put('/merchant/logo', async (c) => answer(c, new Uint8Array(await c.req.arrayBuffer())))
  api.delete('/merchant/logo', (c) => answer(c, undefined))
  api.get('/merchant/logo', async (c) => {
    const logo = await story.fetchLogo(c.get('key').merchantId)
    if (logo === undefined) return answerFailure(c, { kind: 'not-found', what: 'page', id: 'logo' })
    return c.body(new Uint8Array(logo.bytes), 200, { 'content-type': logo.type })
  })
}

const toLogoPath = (key: string | undefined): string | null =>
  key === undefined ? null : '/api/v1/merchant/logo'

const toMerchantJson = ({ merchant, terms }: MerchantView): MerchantJson => ({
  id: merchant.id,
  name: merchant.name,
  email: merchant.email ?? null,
  phone: merchant.phone ?? null,
  address: merchant.address ?? null,
  fax: merchant.fax ?? null,
  registration_number: merchant.registrationNumber ?? null,
  slack_channel: merchant.slackChannel ?? null,
  agency_code: merchant.agencyCode ?? null,
  client_code: merchant.clientCode ?? null,
  logo_url: toLogoPath(merchant.logo),
  since: merchant.since.toString(),
  file_option: merchant.fileOption,
  ...toTermsJson(terms.inForce),
  scheduled: terms.scheduled === undefined ? null : toScheduledJson(terms.scheduled),
})

const toTermsJson = ({ plan, cycle }: Terms) => ({ plan, cycle })

const toScheduledJson = (change: TermsChange) => ({
  ...toTermsJson(change),
  effective_day: change.effectiveDay.toString(),
})
