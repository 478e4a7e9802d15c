/** What one writes first: a new page for each job, the whole document loaded, `page.pdf`. */
import puppeteer from 'puppeteer'
import type { Peer } from './peer.ts'

/** `toHtml` gives a whole document with its fonts in it. */
export const createNaivePage = async (
  executablePath: string,
  toHtml: (sheets: Parameters<Peer['print']>[0]) => string,
): Promise<Peer> => {
  const browser = await puppeteer.launch({
    executablePath,
    headless: 'shell',
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  return {
    name: 'new page + page.pdf',
    runs: { single: 5, bulk: 1 },
    print: async (sheets) => {
      const page = await browser.newPage()
      await page.setContent(toHtml(sheets), { waitUntil: 'load' })
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      await page.close()
      return pdf
    },
    close: () => browser.close(),
  }
}
