/** What Lighthouse says of the pages people wait for, on a phone as it imagines one. */
import lighthouse, { type Flags } from 'lighthouse'
import { openBrowser } from '../../test/support/open-browser.ts'
import { bill, firstMerchantClient } from '../../test/support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from '../../test/support/start-sandbox.ts'
import { buildTemplates } from '../build-templates.ts'

export const measures =
  'accessibility, best practices and performance (target 95 each) of form, list of 10,000 invoices, customer page'

const INVOICES = 10_000
const ROWS = 4_000
const categories = ['accessibility', 'best-practices', 'performance'] as const

/** Thousands of invoices that send nothing. */
const fill = async (sandbox: TestSandbox): Promise<void> => {
  for (let from = 0; from < INVOICES; from += ROWS) {
    const rows = Array.from(
      { length: Math.min(ROWS, INVOICES - from) },
      (_, n) => `髙橋 花子${from + n},12月分 月謝,13200,+30日,なし`,
    )
    const answer = await sandbox.fetch('/api/v1/files?name=a.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
      body: ['顧客名,件名,請求金額,支払期限,通知先', ...rows].join('\r\n'),
    })
    if (answer.status !== 202) throw new Error(await answer.text())
  }
}

export const run = async (): Promise<void> => {
  await buildTemplates()
  const sandbox = await startTestSandbox()
  await fill(sandbox)
  const client = await firstMerchantClient(sandbox)
  const { customer_url: customerUrl } = (await client.post('/invoices', bill())).body
  const browser = await openBrowser()
  const [name = '', value = ''] = (await sandbox.signIn()).split('=')
  await browser.setCookie({ name, value, domain: new URL(sandbox.url).hostname, path: '/' })
  const pages = [
    ['form', `${sandbox.url}/invoices/new`],
    ['list', `${sandbox.url}/invoices`],
    ['customer', customerUrl],
  ] as const
  for (const [title, url] of pages) {
    const page = await browser.newPage()
    const options: Flags = {
      ...{ disableStorageReset: true, logLevel: 'error' },
      onlyCategories: [...categories],
    }
    const result = await lighthouse(url, options, undefined, page)
    if (result === undefined) throw new Error('Lighthouse said nothing')
    const { lhr } = result
    const scores = categories.map((category) => {
      const score = Math.round((lhr.categories[category]?.score ?? 0) * 100)
      return `${category} ${score}${score < 95 ? ' (under 95)' : ''}`
    })
    console.log(`  ${title.padEnd(9)} ${scores.join('   ')}`)
    for (const { id, score, title: said, displayValue = '' } of Object.values(lhr.audits)) {
      const counts = categories.some((category) =>
        lhr.categories[category]?.auditRefs.some((ref) => ref.id === id && ref.weight > 0),
      )
      if (counts && score !== null && score < 0.9) console.log(`            ${id}: ${said} ${displayValue}`)
    }
    await page.close()
  }
  await browser.close()
  await sandbox.close()
}
