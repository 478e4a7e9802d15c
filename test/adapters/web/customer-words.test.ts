import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import { customerLanguages, readCustomerWords } from '../../../src/adapters/web/pages/customer-words.ts'
import { toGuideModels } from '../../../src/adapters/web/pages/paying-guides.ts'
import { payingGuides } from '../../../src/domain/chain.ts'

const render = createRenderer(
  JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>,
)
const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
    : typeof value

describe('the words of the customer’s page', () => {
  it.each(customerLanguages)('are all there in $name', ({ code }) => {
    const { guides, ...words } = readCustomerWords(render, code)
    const { guides: _, ...japanese } = readCustomerWords(render, 'ja')
    expect(shapeOf(words)).toEqual(shapeOf(japanese))
    expect(guides === undefined).toBe(code === 'ja' || code === 'en')
  })

  it.each(customerLanguages)('tell every step at every terminal in $name', ({ code }) => {
    const models = toGuideModels(code, readCustomerWords(render, code))
    expect(models.map(({ steps }) => steps.length)).toEqual(payingGuides.map(({ steps }) => steps.length))
    expect(models.flatMap(({ steps }) => steps).every(({ text }) => text !== '')).toBe(true)
  })
})
