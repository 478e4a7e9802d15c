/** Tests read the built templates, and the worker's assets; local workerd prints with the browser of this machine. */
import { execFileSync } from 'node:child_process'
import { buildAssets } from '../../scripts/build-assets.ts'

const root = new URL('../../', import.meta.url).pathname

export default async (): Promise<void> => {
  await buildAssets()
  execFileSync(process.execPath, [`${root}scripts/local-browser.ts`, `${root}.cache`], { stdio: 'inherit' })
}
