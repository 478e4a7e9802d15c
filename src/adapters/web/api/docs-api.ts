/** The document of the HTTP surface: as JSON for programs, as a page for people. Anybody may read it. */
import { Hono } from 'hono'
import type { Render } from '../../../ports.ts'
import { inLanguage, readLanguage } from '../pages/language-pages.ts'
import { type ApiDocument, modelDocs } from './docs-model.ts'

export type DocsDeps = {
  readonly render: Render
  readonly baseUrl: string
  /** The document as it was built, JSON. */
  readonly document: string
}

/** How long a copy may be kept on the way, in seconds. */
const KEPT_S = 300

/** Routes `/openapi.json` and `/docs`. */
export const createDocsApi = ({ render, baseUrl, document }: DocsDeps): Hono => {
  const docs = new Hono()
  docs.get('/openapi.json', (c) => {
    c.header('cache-control', `public, max-age=${KEPT_S}`)
    return c.json(placeAt(document, baseUrl))
  })
  docs.get('/docs', (c) => {
    const language = readLanguage(c)
    return c.html(
      render(inLanguage('web/api-docs', language), {
        title: { ja: 'API — pitpost', en: 'API — pitpost' },
        ...modelDocs(placeAt(document, baseUrl), baseUrl),
      }),
    )
  })
  return docs
}

/** The document of the installation at an address. */
export const placeAt = (document: string, baseUrl: string): ApiDocument => ({
  // Built from the schemas: its parts are those that the page reads.
  ...(JSON.parse(document) as ApiDocument),
  servers: [{ url: baseUrl }],
})
