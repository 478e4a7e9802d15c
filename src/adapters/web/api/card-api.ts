/** Cards, their design and documents over the API. */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type CardDesignName, cardDesignNames } from '../../../application/print-cards.ts'
import { type CardDesign, MAX_ARTWORK_BYTES } from '../../../domain/card-design.ts'
import { toLayoutJson } from '../../../domain/card-layout.ts'
import { isDocumentName } from '../../../domain/document.ts'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import { answerFailure } from './problem-json.ts'
import type { CardDesignJson } from './schemas/number-answers.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/numbers/{number}/card.*`, `/cards.pdf`, `/card-design` and `/documents/{name}.pdf`. */
export const addCardRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  addDesignRoutes(api, deps)
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
  api.get('/numbers/:number/card.png', async (c) => {
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerFailure(c, design.failure)
    const drawn = await story.pictureCard(oneCard(c, design.value))
    return drawn.ok ? sendFile(c, drawn.value, 'image/png') : answerFailure(c, drawn.failure)
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

/** Room for the layout beside the artwork, in bytes. */
const MAX_LAYOUT_BYTES = 64 * 1024

/** Bytes of a design with its artwork. */
export const MAX_DESIGN_BYTES = MAX_ARTWORK_BYTES + MAX_LAYOUT_BYTES

/** An upload of a design, for the pages that take one. */
export const limitDesign = (onError: (c: Context) => Response | Promise<Response>) =>
  bodyLimit({ maxSize: MAX_DESIGN_BYTES, onError })

/** What a form holds in its fields `layout`, JSON, and `artwork`, a file; a layout that is not JSON is undefined. */
export const readDesignForm = async (
  c: Context,
): Promise<{ readonly layout: unknown; readonly artwork: Uint8Array }> => {
  const { layout, artwork } = await c.req.parseBody()
  const text = layout instanceof File ? await layout.text() : layout
  return {
    layout: parseJson(typeof text === 'string' ? text : ''),
    artwork: artwork instanceof File ? new Uint8Array(await artwork.arrayBuffer()) : new Uint8Array(),
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The merchant's own card: look at it, or save one that passes its check. */
const addDesignRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
  api.get('/card-design', async (c) => {
    const design = await store.cardDesign(c.get('key').merchantId)
    return design === undefined
      ? answerFailure(c, { kind: 'not-found', what: 'page', id: 'card-design' })
      : c.json(toDesignJson(design))
  })
  api.put('/card-design', async (c) => {
    const { merchantId, name, role } = c.get('key')
    const dryRun = c.req.query('dry_run') === 'true'
    const actor = { kind: 'api-key', name } as const
    const request = { ...(await readDesignForm(c)), merchantId, role, actor, dryRun }
    const saved = await story.saveCardDesign(request, clock.now())
    if (!saved.ok) return answerFailure(c, saved.failure)
    const json: CardDesignJson = { ...toDesignJson(saved.value), check: 'pass', saved: !dryRun }
    return c.json(json)
  })
}

const toDesignJson = ({ layout, type, sha256, savedAt, savedBy }: CardDesign): CardDesignJson => ({
  layout: toLayoutJson(layout),
  artwork: { type, sha256 },
  saved_at: savedAt.toString(),
  saved_by: savedBy,
})

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
