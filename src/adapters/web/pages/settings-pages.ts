/** The console's settings: what is known of the merchant, its plan and cycle, the file option. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { MerchantView } from '../../../application/change-merchant.ts'
import { refuseRole } from '../../../domain/access.ts'
import { listCycles, listInitialFees, listPlans } from '../../../domain/fee-table.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import { MAX_LOGO_BYTES, tooLargeLogo } from '../../../domain/logo.ts'
import { type ProfileField, profileLabels, type RawProfile } from '../../../domain/merchant-profile.ts'
import type { Failure, Problem, Text } from '../../../domain/result.ts'
import { toClosingsText, toCycleText, toPlanText } from './business-names.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

type TextField = Exclude<ProfileField, 'plan' | 'cycle' | 'file_option'>

const hints: Readonly<Record<TextField, Text | null>> = {
  name: { ja: 'シート・メール・お店の画面に出ます。', en: 'On sheets, in mails and on the store’s screen.' },
  email: {
    ja: '自社あてのご案内と、お客さまからの問い合わせ先。',
    en: 'For mails to you, and for customers’ questions.',
  },
  phone: { ja: 'お客さまからの問い合わせ先。', en: 'For customers’ questions.' },
  address: { ja: 'シートに印刷されます。', en: 'Printed on sheets.' },
  fax: { ja: '収納のお知らせをFAXで受けるとき。', en: 'To get collection notices by FAX.' },
  registration_number: {
    ja: '「T」と13けた。シートに印刷されます。',
    en: '“T” and 13 digits; printed on sheets.',
  },
  slack_channel: { ja: '空欄なら、全体の設定のチャンネル。', en: 'Empty: the channel of the installation.' },
  agency_code: {
    ja: '収納代行と契約しているとき。レジで読めるバーコードがシートに付きます。',
    en: 'With a contract with a collection agency: sheets get a barcode that every register reads.',
  },
  client_code: null,
}
const textFields = Object.keys(hints) as readonly TextField[]

const doneTexts: Readonly<Record<string, Text>> = {
  saved: { ja: '保存しました。', en: 'Saved.' },
  logo: {
    ja: '保存しました。これから印刷するシートに使います。',
    en: 'Saved. Used on sheets printed from now on.',
  },
  terms: {
    ja: '申し込みました。次の精算期間から変わります。',
    en: 'Noted. It changes with the next settlement period.',
  },
  option: {
    ja: 'ファイル登録オプションを申し込みました。いますぐ使えます。初期費用の請求をお送りします。',
    en: 'The file option is on; you can use it at once. Its initial fee is billed to you.',
  },
}

/** Routes below `/settings`. */
export const createSettingsPages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showSettings(c, deps, {}, []))
  const save = (path: string, done: string, read: (text: (name: string) => string) => RawProfile): void => {
    pages.post(path, async (c) => {
      const body = await c.req.parseBody()
      const changes = read((name) => (typeof body[name] === 'string' ? body[name] : ''))
      const changed = await deps.story.changeMerchant({ ...askerOf(c), changes }, deps.clock.now())
      if (changed.ok) return c.redirect(`/settings?done=${done}`, 303)
      return showSettings(c, deps, changes, toProblems(changed.failure))
    })
  }
  save('/profile', 'saved', (text) => Object.fromEntries(textFields.map((name) => [name, text(name)])))
  save('/terms', 'terms', (text) => ({ plan: text('plan'), cycle: text('cycle') }))
  save('/file-option', 'option', () => ({ file_option: true }))
  addLogoPages(pages, deps)
  return pages
}

/** Room for a form around a file that is a little too large, so that it can be said. */
const MAX_LOGO_FORM_BYTES = 8 * MAX_LOGO_BYTES

const addLogoPages = (pages: Hono<WebEnv>, deps: PageDeps): void => {
  const limit = bodyLimit({
    maxSize: MAX_LOGO_FORM_BYTES,
    onError: async (c) => showSettings(c, deps, {}, [tooLargeLogo(MAX_LOGO_FORM_BYTES)]),
  })
  pages.get('/logo', async (c) => {
    const logo = await deps.story.fetchLogo(c.get('session').merchantId)
    if (logo === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    return c.body(new Uint8Array(logo.bytes), 200, { 'content-type': logo.type })
  })
  pages.post('/logo', limit, async (c) => {
    const { logo } = await c.req.parseBody()
    // A form without a file takes the logo away.
    const bytes = logo instanceof File ? new Uint8Array(await logo.arrayBuffer()) : undefined
    const set = await deps.story.setLogo({ ...askerOf(c), bytes }, deps.clock.now())
    return set.ok
      ? c.redirect('/settings?done=logo', 303)
      : showSettings(c, deps, {}, toProblems(set.failure))
  })
}

const toProblems = (failure: Failure): readonly Problem[] =>
  failure.kind === 'invalid-input'
    ? failure.problems
    : wordsOf(failure).map((message) => ({ field: '', rule: failure.kind, message }))

const showSettings = async (
  c: WebContext,
  deps: PageDeps,
  typed: RawProfile,
  problems: readonly Problem[],
) => {
  const { merchantId, role } = c.get('session')
  const now = deps.clock.now()
  const view = await deps.story.viewMerchant(merchantId, now)
  if (!view.ok) return showMessage(c, deps.render, 404, notFoundMessage)
  const refused = refuseRole(role, 'manager')
  return showPage(
    c,
    deps,
    'web/settings',
    {
      title: { ja: '設定', en: 'Settings' },
      done: problems.length > 0 ? null : (doneTexts[c.req.query('done') ?? ''] ?? null),
      problems,
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      fields: toFields(view.value, typed, problems),
      hasLogo: view.value.merchant.logo !== undefined,
      fileOption: view.value.merchant.fileOption,
      initialFees: listInitialFees(toJstDay(now)),
      ...(await toTermsModel(deps, view.value, merchantId)),
    },
    problems.length > 0 ? 422 : 200,
  )
}

const toFields = ({ merchant }: MerchantView, typed: RawProfile, problems: readonly Problem[]) => {
  const known: Readonly<Record<TextField, string | undefined>> = {
    name: merchant.name,
    email: merchant.email,
    phone: merchant.phone,
    address: merchant.address,
    fax: merchant.fax,
    registration_number: merchant.registrationNumber,
    slack_channel: merchant.slackChannel,
    agency_code: merchant.agencyCode,
    client_code: merchant.clientCode,
  }
  return textFields.map((name) => ({
    name,
    ...profileLabels[name],
    value: typed[name] ?? known[name] ?? '',
    hint: hints[name],
    problems: problems.filter(({ field }) => field === name).map(({ message }) => message),
  }))
}

/** Plans side by side, with what this month has cost and would have cost. */
const toTermsModel = async (deps: PageDeps, { terms }: MerchantView, merchantId: string) => {
  const now = deps.clock.now()
  const { inForce, scheduled } = terms
  const forecast = await deps.story.forecastPayouts(merchantId, now)
  const month = forecast.ok ? forecast.value.thisMonth : undefined
  return {
    month: month ?? null,
    plans: listPlans().map((plan) => ({
      ...plan,
      name: toPlanText(plan.plan),
      isInForce: plan.plan === inForce.plan,
      costYen: month === undefined ? null : plan.plan === month.plan ? month.costYen : month.otherCostYen,
    })),
    cycles: listCycles(toJstDay(now)).map((cycle) => ({
      ...cycle,
      name: toCycleText(cycle.cycle),
      closings: toClosingsText(cycle.closings),
      isInForce: cycle.cycle === inForce.cycle,
    })),
    chosen: scheduled ?? inForce,
    inForce: { plan: toPlanText(inForce.plan), cycle: toCycleText(inForce.cycle) },
    scheduled:
      scheduled === undefined
        ? null
        : {
            plan: toPlanText(scheduled.plan),
            cycle: toCycleText(scheduled.cycle),
            day: scheduled.effectiveDay,
          },
  }
}
