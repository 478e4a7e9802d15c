/** Cards and documents over the API. */
import type { Context, Hono } from 'hono'
import { type CardDesignName, cardDesignNames } from '../../../application/print-cards.ts'
import { isDocumentName } from '../../../domain/document.ts'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import { answerFailure } from './problem-json.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/numbers/{number}/card.*`, `/cards.pdf` and `/documents/{name}.pdf`. */
export const addCardRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
  api.get('/numbers/:number/card.pdf', async (c) => {
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerFailure(c, design.failure)
    const printed = await story.printCard({
      ...oneCard(c, design.value),
      finish: c.req.query('marks') === 'true' ? 'marks' : 'trimmed',
    })
    return printed.ok ? sendFile(c, printed.value, 'application/pdf') : answerFailure(c, printed.failure)
  })
  api.get('/numbers/:number/card.svg', async (c) => {
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerFailure(c, design.failure)
    const drawn = await story.drawCard(oneCard(c, design.value))
    return drawn.ok ? sendFile(c, drawn.value, 'image/svg+xml') : answerFailure(c, drawn.failure)
  })
  api.get('/cards.pdf', async (c) => {
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerFailure(c, design.failure)
    const printed = await story.printCards({
      merchantId: c.get('key').merchantId,
      numbers: splitNumbers(c.req.query('numbers')),
      design: design.value,
    })
    return printed.ok ? sendFile(c, printed.value, 'application/pdf') : answerFailure(c, printed.failure)
  })
  api.get('/documents/:file{[a-z-]+\\.pdf}', async (c) => {
    const name = c.req.param('file').replace(/\.pdf$/, '')
    const merchant = await store.merchant(c.get('key').merchantId)
    if (!isDocumentName(name) || merchant === undefined)
      return answerFailure(c, { kind: 'not-found', what: 'page', id: name })
    const printed = await story.printDocument({ name, merchant, filled: true }, clock.now())
    return printed.ok ? sendFile(c, printed.value, 'application/pdf') : answerFailure(c, printed.failure)
  })
}

const oneCard = (c: Context<StaffEnv>, design: CardDesignName) => ({
  merchantId: c.get('key').merchantId,
  number: c.req.param('number') ?? '',
  design,
})

/** Numbers as a person lists them: separated by commas, spaces or line breaks. */
export const splitNumbers = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,、，]+/).filter((part) => part !== '')

/** The design by its name; `standard` when none is given. */
export const readDesign = (name: string | undefined): Result<CardDesignName> => {
  const design = cardDesignNames.find((known) => known === (name ?? 'standard'))
  if (design !== undefined) return ok(design)
  const list = cardDesignNames.join(', ')
  return refuse({
    field: 'design',
    value: (name ?? '').slice(0, 40),
    rule: 'choice',
    message: { ja: `${list} のどれかにしてください。`, en: `must be one of ${list}.` },
  })
}

const sendFile = (c: Context, content: string | Uint8Array, type: string): Response =>
  c.body(typeof content === 'string' ? content : new Uint8Array(content), 200, { 'content-type': type })
