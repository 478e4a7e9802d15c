/** How fast sheets are printed: one at a time on a warm page, and many at once. */
import { readFileSync } from 'node:fs'
import { createLog } from '../../src/adapters/system/create-log.ts'
import { createRenderer } from '../../src/adapters/view/render-template.ts'
import { type SheetContent, toSheetContent } from '../../src/domain/sheet.ts'
import { choosePrinter } from '../../src/server-parts.ts'
import { makeInvoice, makeMerchant } from '../../test/support/make-invoice.ts'
import { buildTemplates } from '../build-templates.ts'

export const measures =
  'a warm single sheet (target 40 ms at the median) and jobs of 50 and 100, each sheet a file of its own'

const names = [
  '髙橋 花子',
  '渡邉 さくら',
  '齋藤 一郎',
  '神谷 悠斗',
  '德永 美咲',
  '濵田 翔太',
  '邊見 一郎',
  '﨑山 太郎',
]
const merchant = makeMerchant({ registrationNumber: 'T1234567890123' })
const sheets = (count: number): readonly SheetContent[] =>
  Array.from({ length: count }, (_, n) => {
    const customer = { ...makeInvoice().customer, name: names[n % names.length] ?? '' }
    return toSheetContent(
      makeInvoice({ customer, reference: `2612-${n}` }),
      merchant,
      `https://pay.example/s/${n}`,
    )
  })

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

export const run = async (): Promise<void> => {
  await buildTemplates()
  const templates = JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>
  const printer = (await choosePrinter(process.env, createLog(console.error)))(createRenderer(templates))
  const time = async (count: number): Promise<{ readonly ms: number; readonly kB: number }> => {
    const content = sheets(count)
    const start = performance.now()
    const printed = await printer.printSheets(content)
    const ms = performance.now() - start
    if (!printed.ok) throw new Error(JSON.stringify(printed.failure))
    return { ms, kB: printed.value.reduce((sum, { length }) => sum + length, 0) / count / 1_000 }
  }
  await time(20)
  const single: { readonly ms: number; readonly kB: number }[] = []
  for (let n = 0; n < 40; n += 1) single.push(await time(1))
  console.log(
    `  single, warm   ${median(single.map(({ ms }) => ms)).toFixed(1)} ms   ${median(single.map(({ kB }) => kB)).toFixed(0)} kB`,
  )
  for (const count of [50, 100]) {
    const runs = [await time(count), await time(count), await time(count)]
    const each = median(runs.map(({ ms }) => ms)) / count
    console.log(
      `  ${count} at once     ${each.toFixed(1)} ms a sheet   ${median(runs.map(({ kB }) => kB)).toFixed(0)} kB`,
    )
  }
  await printer.close()
}
