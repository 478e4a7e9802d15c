import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import { serveAssets } from '../../../src/adapters/web/serve-assets.ts'

const templates = JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>
const assets = serveAssets({
  templates,
  render: createRenderer(templates),
  readAsset: async (name) =>
    existsSync(`public/${name}`) ? new Uint8Array(readFileSync(`public/${name}`)) : undefined,
})

describe('what pages are made of', () => {
  it.each([
    ['/assets/app.css', 'text/css; charset=utf-8'],
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/sw.js', 'text/javascript; charset=utf-8'],
    ['/assets/manifest.webmanifest', 'application/manifest+json'],
    ['/assets/page.woff2', 'font/woff2'],
  ])('serves %s as %s', async (path, type) => {
    const answer = await assets.request(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
  })

  it('has every icon of the manifest, in the size it says', async () => {
    const { icons } = (await (await assets.request('/assets/manifest.webmanifest')).json()) as {
      icons: { src: string; sizes: string }[]
    }
    for (const { src, sizes } of icons) {
      const answer = await assets.request(src)
      expect(answer.status).toBe(200)
      if (!src.endsWith('.png')) continue
      const size = new DataView((await answer.bytes()).buffer).getUint32(16)
      expect(`${size}x${size}`).toBe(sizes)
    }
  })

  it('has every font that the style sheet names', async () => {
    const fonts = [...(templates['web/app.css'] ?? '').matchAll(/url\(([\w-]+\.woff2)\)/g)].map(
      ([, name]) => name,
    )
    expect(fonts.length).toBeGreaterThan(0)
    for (const name of fonts) expect((await assets.request(`/assets/${name}`)).status).toBe(200)
  })

  it('keeps in the worker of the browser only what anybody may see', () => {
    const kept = /const KEPT = (\[.*\])/.exec(templates['web/sw.js'] ?? '')?.[1] ?? ''
    expect(JSON.parse(kept.replaceAll("'", '"'))).toEqual(['/offline', '/assets/app.css', '/assets/icon.svg'])
  })

  it.each([
    '/assets/layout.liquid',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
    '/assets/none.png',
  ])('serves nothing else: %s', async (path) => {
    expect((await assets.request(path)).status).toBe(404)
  })
})
