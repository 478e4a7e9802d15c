/** Draws the icons of the installed console from `templates/web/icon.svg` into `public/`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer from 'puppeteer'
import { findBrowser } from '../src/adapters/print/find-browser.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const svg = readFileSync(join(ROOT, 'templates/web/icon.svg'), 'utf8')
/** A mask may take a tenth off each side: the drawing is smaller, the ground reaches the edges. */
const maskable = svg
  .replace(' rx="96"', '')
  .replace('viewBox="0 0 512 512"', 'viewBox="-32 -32 576 576"')
  .replace('<rect width="512" height="512"', '<rect x="-32" y="-32" width="576" height="576"')
const square = svg.replace(' rx="96"', '')
const icons = [
  ['icon-192.png', svg, 192],
  ['icon-512.png', svg, 512],
  ['icon-maskable-512.png', maskable, 512],
  ['apple-touch-icon.png', square, 180],
] as const

const found = await findBrowser(process.env)
if (!found.ok) throw new Error(found.failure.en)
const browser = await puppeteer.launch({
  executablePath: found.value.executablePath,
  headless: 'shell',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()
for (const [name, drawing, size] of icons) {
  await page.setViewport({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${drawing}`)
  writeFileSync(join(ROOT, 'public', name), await page.screenshot({ omitBackground: true }))
}
await browser.close()
console.log(`icons: ${icons.length} files in public/`)
