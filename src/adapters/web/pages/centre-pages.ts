/** The centre's own page: the merchants of this installation, signing one up, and letting its first person in. */
import { Hono, type MiddlewareHandler } from 'hono'
import { refuseRole } from '../../../domain/access.ts'
import { listCycles, listPlans } from '../../../domain/fee-table.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../../../domain/merchant.ts'
import { applyProfile, type RawProfile } from '../../../domain/merchant-profile.ts'
import type { Text } from '../../../domain/result.ts'
import { toClosingsText, toCycleText, toPlanText } from './business-names.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Routes below `/merchants`; for everybody but the centre they are not there. */
export const createCentrePages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.use(forCentre(deps))
  pages.get('/', (c) => showMerchants(c, deps, {}))
  pages.post('/', (c) => signUp(c, deps))
  pages.post('/dead-letters/:id', async (c) => {
    const refused = refuseRole(c.get('session').role, 'admin')
    if (refused !== undefined) return showMerchants(c, deps, { wrong: wordsOf(refused) })
    const by = c.get('session').staffName
    await deps.story.settleDeadLetter({ id: c.req.param('id'), by }, deps.clock.now())
    return c.redirect('/merchants', 303)
  })
  pages.post('/:id/sign-in-link', async (c) => {
    const refused = refuseRole(c.get('session').role, 'admin')
    if (refused !== undefined) return showMerchants(c, deps, { wrong: wordsOf(refused) })
    const merchant = await deps.store.merchant(c.req.param('id'))
    if (merchant === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    return showMerchants(c, deps, { link: await linkFor(deps, merchant) })
  })
  return pages
}

const forCentre =
  ({ render }: PageDeps): MiddlewareHandler<WebEnv> =>
  async (c, next) =>
    c.get('session').merchantId === CENTRE_ID ? next() : showMessage(c, render, 404, notFoundMessage)

const fields = ['name', 'email', 'phone', 'plan', 'cycle'] as const

/** Signs a merchant up; its initial fees are billed to it at once. */
const signUp = async (c: WebContext, deps: PageDeps) => {
  const body = await c.req.parseBody()
  const typed: RawProfile = Object.fromEntries(
    fields.map((name) => [name, typeof body[name] === 'string' ? body[name] : '']),
  )
  const refused = refuseRole(c.get('session').role, 'admin')
  if (refused !== undefined) return showMerchants(c, deps, { typed, wrong: wordsOf(refused) })
  const applied = applyProfile(blank, { ...typed, file_option: body['file_option'] === '1' })
  if (!applied.ok)
    return showMerchants(c, deps, { typed, wrong: applied.failure.map(({ message }) => message) })
  const { id: _, since: __, ...profile } = { ...applied.value.merchant, ...applied.value.terms }
  const merchant = await deps.story.signUpMerchant(profile, deps.clock.now())
  return showMerchants(c, deps, { link: await linkFor(deps, merchant) })
}

/** What a merchant is before anything is known of it. */
const blank: Merchant = {
  id: '',
  name: '',
  email: undefined,
  phone: undefined,
  fax: undefined,
  registrationNumber: undefined,
  address: undefined,
  logo: undefined,
  slackChannel: undefined,
  plan: 'plan-130',
  cycle: 'month-end',
  fileOption: false,
  agencyCode: undefined,
  clientCode: undefined,
  since: Temporal.PlainDate.from('2000-01-01'),
}

type Link = { readonly name: string; readonly path: string }

const linkFor = async ({ story, wallClock }: PageDeps, { id, name }: Merchant): Promise<Link> => ({
  name,
  path: await story.createSignInLink({ merchantId: id }, wallClock.now()),
})

/** What a message of a queue was to wake. */
const workNames: Readonly<Record<string, Text>> = {
  print: { ja: 'シートの印刷', en: 'printing sheets' },
  mail: { ja: 'メールの送信', en: 'sending mails' },
  chat: { ja: 'チャットへの投稿', en: 'posting to the chat' },
}

type Said = { readonly typed?: RawProfile; readonly wrong?: readonly Text[]; readonly link?: Link }

const showMerchants = async (c: WebContext, deps: PageDeps, { typed = {}, wrong = [], link }: Said) => {
  const { store, story, clock } = deps
  const merchants = await store.merchants()
  const rows = await Promise.all(
    merchants.map(async (merchant) => {
      const [view, counts, undecided] = await Promise.all([
        story.viewMerchant(merchant.id, clock.now()),
        store.statusCounts(merchant.id),
        store.payments(merchant.id, { problem: 'undecided' }, 1),
      ])
      const { plan, cycle } = view.ok ? view.value.terms.inForce : merchant
      return {
        ...{ id: merchant.id, name: merchant.name, since: merchant.since },
        terms: {
          ja: `${toPlanText(plan).ja}・${toCycleText(cycle).ja}`,
          en: `${toPlanText(plan).en}, ${toCycleText(cycle).en}`,
        },
        counts,
        hasUndecided: undecided.items.length > 0,
      }
    }),
  )
  return showPage(
    c,
    deps,
    'web/merchants',
    {
      title: { ja: '加盟店', en: 'Merchants' },
      wrong,
      link: link ?? null,
      merchants: rows,
      letters: (await store.deadLetters()).map((letter) => ({
        ...letter,
        name: workNames[letter.work] ?? { ja: letter.work, en: letter.work },
      })),
      typed: Object.fromEntries(fields.map((name) => [name, typed[name] ?? ''])),
      plans: listPlans().map(({ plan }) => ({ plan, name: toPlanText(plan) })),
      cycles: listCycles(toJstDay(clock.now())).map(({ cycle, closings }) => ({
        cycle,
        name: toCycleText(cycle),
        closings: toClosingsText(closings),
      })),
    },
    wrong.length > 0 ? 422 : 200,
  )
}
