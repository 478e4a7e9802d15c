/** What sheets look like, against pictures that somebody has looked at. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Printer } from '../../../src/ports.ts'
import { compareWithGolden } from '../../support/golden.ts'
import { openPrinter, printOne } from './open-printer.ts'
import { fullestSheet, plainSheet, richSheet } from './sheets.ts'

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())

test.each([
  ['sheet-plain', plainSheet],
  ['sheet-rich', richSheet],
  ['sheet-fullest', fullestSheet],
])('%s looks as it should', async (name, makeContent) => {
  expect(compareWithGolden(await printOne(printer, makeContent()), name)).toBeUndefined()
})
