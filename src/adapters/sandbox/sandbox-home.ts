/** The way into the sandbox: every place there is to look at. */
import { Hono } from 'hono'
import type { Render } from '../../ports.ts'

export type SandboxHomeDeps = {
  readonly render: Render
  readonly slackInspectorUrl: string
  /** The path of a fresh one-time sign-in link. */
  readonly createSignInLink: () => Promise<string>
}

/** Routes `/` and `/sign-in` below `/sandbox`: the printed link may have been used up in another browser. */
export const createSandboxHome = ({ render, slackInspectorUrl, createSignInLink }: SandboxHomeDeps): Hono => {
  const pages = new Hono()
  pages.get('/', (c) => c.html(render('sandbox/home', { title: 'サンドボックス', slackInspectorUrl })))
  pages.post('/sign-in', async (c) => c.redirect(await createSignInLink(), 303))
  return pages
}
