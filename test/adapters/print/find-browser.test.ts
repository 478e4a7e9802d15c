/** Which browser prints. */
import { expect, test } from 'vitest'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'

test('the one that is named goes before all others', async () => {
  expect(await findBrowser({ CHROME_PATH: '/bin/true' })).toEqual({
    ok: true,
    value: { executablePath: '/bin/true', source: 'CHROME_PATH' },
  })
})

test('a named one that cannot be run is said in both languages, and no other is taken', async () => {
  expect(await findBrowser({ CHROME_PATH: '/nowhere/chrome' })).toMatchObject({
    ok: false,
    failure: {
      ja: expect.stringContaining('/nowhere/chrome'),
      en: expect.stringContaining('/nowhere/chrome'),
    },
  })
})

test('there is one without any setting', async () => {
  expect(await findBrowser(process.env)).toMatchObject({ ok: true })
})
