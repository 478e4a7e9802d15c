/** Serves what pages are made of: style sheet, script and manifest from the templates, fonts and icons from `public/`. */
import { type Context, Hono } from 'hono'
import type { ReadAsset, Render } from '../../ports.ts'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
  png: 'image/png',
}

/** Fonts and icons. */
const FOR_A_MONTH = 'public, max-age=2592000'
const FOR_MINUTES = 'public, max-age=300'

export type AssetDeps = {
  readonly templates: Readonly<Record<string, string>>
  readonly readAsset: ReadAsset
  readonly render: Render
}

/** Routes `/assets/app.css` (that is `web/app.css`) and so on, `/sw.js`, `/offline`. */
export const serveAssets = ({ templates, readAsset, render }: AssetDeps): Hono => {
  const assets = new Hono()
  const serveText = (c: Context, name: string, caching: string) => {
    const text = templates[`web/${name}`]
    return text === undefined ? c.notFound() : c.body(text, 200, headersOf(name, caching))
  }
  assets.get('/assets/:name{[a-z0-9-]+\\.(css|js|svg|webmanifest)}', (c) =>
    serveText(c, c.req.param('name'), FOR_MINUTES),
  )
  assets.get('/assets/:name{[a-z0-9-]+\\.(woff2|png)}', async (c) => {
    const name = c.req.param('name')
    const bytes = await readAsset(name)
    return bytes === undefined
      ? c.notFound()
      : c.body(new Uint8Array(bytes), 200, headersOf(name, FOR_A_MONTH))
  })
  // Its place decides which pages it serves: all of them.
  assets.get('/sw.js', (c) => serveText(c, 'sw.js', 'no-cache'))
  assets.get('/offline', (c) => c.html(render('web/offline', { title: { ja: 'オフライン', en: 'Offline' } })))
  return assets
}

const headersOf = (name: string, caching: string): Record<string, string> => ({
  'content-type': types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  'cache-control': caching,
})
