/** Every page there is, at a desk and on a phone, in both languages: it opens, fits, and stands in nobody's way. */
import type { Browser } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import { findBarriers, findMisfits, type Look, looks, openBrowser, openTab } from '../support/open-browser.ts'
import { letIn } from '../support/second-merchant.ts'
import { openSeededConsole, type SeededConsole } from '../support/seed-console.ts'

let seeded: SeededConsole
let browser: Browser
let centreCookie: string

beforeAll(async () => {
  seeded = await openSeededConsole()
  browser = await openBrowser()
  centreCookie = (await letIn(seeded.sandbox, CENTRE_ID)).cookie
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await seeded?.sandbox.close()
})

/** Addresses that are no pages: files, pictures, data, and what stands inside a frame. */
const noPages =
  /^\/(api|network|slack|webhooks|assets|healthz|readyz|metrics|sw\.js)|\.(csv|pdf|svg|png|ics|json|eml|xlsx|zip|html|txt)\}?$|\/:position$|\/(sheets\/:part\{.*|progress|preview|logo|print|export|html|events|file|callback|oauth.*)$|^\/invoices\/sheets$|^\/sign-in\/slack$|\/:file\{|\/suggest/

/** An address for each route with a name in it, by the route. */
const examples = (): Readonly<Record<string, string>> => {
  const { ids, tokens } = seeded
  return {
    '/s/:token': `/s/${tokens.open}`,
    '/s/:token/barcode': `/s/${tokens.open}/barcode`,
    '/s/:token/reminders': `/s/${tokens.open}/reminders`,
    '/sign-in/:token': '/sign-in/x',
    '/invoices/:id': `/invoices/${ids['invoice']}`,
    '/invoices/:id/replace': `/invoices/${ids['invoice']}/replace`,
    '/invoices/:id/show': `/invoices/${ids['invoice']}/show`,
    '/files/:id': `/files/${ids['batch']}`,
    '/mails/:id': `/mails/${ids['mail']}`,
    '/feeds/:id': `/feeds/${ids['feed']}`,
    '/payments/:id': `/payments/${ids['payment']}`,
    '/proofs/:id': `/proofs/${ids['stop']}`,
    '/settings/webhooks/:id': `/settings/webhooks/${ids['webhook']}`,
    '/settings/webhooks/messages/:message': `/settings/webhooks/messages/${ids['message']}`,
    '/settlements/:id': `/settlements/${ids['settlement']}`,
  }
}

const pageRoutes = (): readonly string[] => {
  const { routes } = seeded.sandbox.pitpost
  const paths = routes.flatMap(({ method, path }) =>
    method === 'GET' && !path.startsWith('/sandbox') && !noPages.test(path) ? [path] : [],
  )
  return [...new Set(paths)]
}

/** Also pages in a state of their own. */
const states = (): readonly string[] => [
  `/s/${seeded.tokens.paid}`,
  `/s/${seeded.tokens.open}?lang=vi`,
  `/files/${seeded.ids['refused']}`,
  '/invoices?q=nobody',
  '/invoices?amount_min=x',
  '/nothing-here',
]

describe('every page', () => {
  it('has an address to be visited by', () => {
    const known = examples()
    const unknown = pageRoutes().filter((path) => path.includes(':') && known[path] === undefined)
    expect(unknown, 'add an example to this test, and what it shows to seed-console.ts').toEqual([])
  })

  it.each(looks)(
    'opens at $width px in $language, fits, and axe-core finds nothing',
    async (look) => {
      const known = examples()
      const paths = [...pageRoutes().map((path) => known[path] ?? path), ...states()]
      const wrong = await visitAll(look, paths)
      expect(wrong).toEqual([])
    },
    120_000,
  )
})

/** Tabs side by side. */
const TABS = 3

const visitAll = async (look: Look, paths: readonly string[]): Promise<readonly string[]> => {
  const waiting = [...paths]
  const wrong: string[] = []
  const walk = async (): Promise<void> => {
    const { sandbox, cookie } = seeded
    const own = await openTab(browser, sandbox.url, look, cookie)
    const centre = await openTab(browser, sandbox.url, look, centreCookie)
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const tab = path.startsWith('/merchants') ? centre : own
      const answer = await tab.goto(`${sandbox.url}${path}`)
      const status = answer?.status() ?? 0
      if (status >= 500) wrong.push(`${path}: ${status}`)
      const lang = await tab.evaluate(() => document.documentElement.lang)
      if (!path.includes('lang=') && !path.startsWith('/offline') && lang !== look.language)
        wrong.push(`${path}: in ${lang}`)
      for (const fault of [...(await findBarriers(tab)), ...(await findMisfits(tab))])
        wrong.push(`${path}: ${fault}`)
    }
    await Promise.all([own.browserContext().close(), centre.browserContext().close()])
  }
  await Promise.all(Array.from({ length: TABS }, walk))
  return wrong
}
