/** The way into the sandbox: every place there is to look at. */
import { Hono } from 'hono'
import type { Render } from '../../ports.ts'

export type SandboxHomeDeps = { readonly render: Render; readonly slackInspectorUrl: string }

export const createSandboxHome = ({ render, slackInspectorUrl }: SandboxHomeDeps): Hono => {
  const pages = new Hono()
  pages.get('/', (c) => c.html(render('sandbox/home', { title: 'サンドボックス', slackInspectorUrl })))
  return pages
}
