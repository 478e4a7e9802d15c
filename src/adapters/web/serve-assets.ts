/** Serves the style sheets and scripts that live among the templates, and nothing else of them. */
import { Hono } from 'hono'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

/** Routes below `/assets`: `app.css` is `web/app.css`. */
export const serveAssets = (templates: Readonly<Record<string, string>>): Hono => {
  const assets = new Hono()
  assets.get('/:name{[a-z0-9-]+\\.(css|js)}', (c) => {
    const name = c.req.param('name')
    const text = templates[`web/${name}`]
    const type = types[name.split('.')[1] ?? '']
    if (text === undefined || type === undefined) return c.notFound()
    return c.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=300' })
  })
  return assets
}
