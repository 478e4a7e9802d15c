/** The manifest is made from what the app answers to; here it is held against what the app really listens to and calls. */
import { readdirSync, readFileSync } from 'node:fs'
import { App } from '@slack/bolt'
import { describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { createSlackApp } from '../../../src/adapters/slack/create-slack-app.ts'
import type { SlackDeps } from '../../../src/adapters/slack/slack-deps.ts'
import { toSlackManifest } from '../../../src/adapters/slack/slack-manifest.ts'
import { commands, scopes, shortcuts } from '../../../src/adapters/slack/surfaces.ts'
import { runCli } from '../../../src/cli/run-cli.ts'

const baseUrl = 'https://pay.example.jp'
const manifest = toSlackManifest({ baseUrl, socket: false })

/** What the app is told to listen to. */
const listened = () => {
  const kinds = ['command', 'shortcut', 'event', 'options', 'view', 'action'] as const
  const spies = kinds.map((kind) => vi.spyOn(App.prototype, kind))
  // Only what it listens to is asked of it: nothing of what it would work with is touched.
  createSlackApp({ botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/' } as unknown as SlackDeps)
  const heard = kinds.map(
    (kind, index) => [kind, spies[index]?.mock.calls.map(([what]) => what) ?? []] as const,
  )
  for (const spy of spies) spy.mockRestore()
  return new Map<string, readonly unknown[]>(heard)
}

/** Scopes that Slack asks for a method (api.slack.com/methods); none for views and auth.test. */
const scopesOfMethods: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history'],
  'conversations.list': ['channels:read'],
  'conversations.replies': ['channels:history'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'conversations.info': ['channels:read'],
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
  'views.push': [],
  'views.publish': [],
}

const calledMethods = (): ReadonlySet<string> => {
  const folder = new URL('../../../src/adapters/slack/', import.meta.url)
  const source = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n')
  const calls = source.matchAll(/\bclient\s*\.(filesUploadV2|[a-z]\w*\s*\.[a-z]\w*)\(/gi)
  return new Set([...calls].map(([, name = '']) => name.replace(/\s/g, '')))
}

describe('the manifest', () => {
  it('names the commands, shortcuts and events that the app listens to, and no others', () => {
    const heard = listened()
    const patterns = heard.get('command') ?? []
    for (const { command } of manifest.features.slash_commands)
      expect(
        patterns.some((pattern) => pattern instanceof RegExp && pattern.test(command)),
        command,
      ).toBe(true)
    expect(patterns).toHaveLength(commands.length)
    expect(heard.get('shortcut')?.toSorted()).toEqual(
      manifest.features.shortcuts.map(({ callback_id: id }) => id).toSorted(),
    )
    expect([...new Set(heard.get('event'))].toSorted()).toEqual(
      manifest.settings.event_subscriptions.bot_events,
    )
  })

  it('asks for every scope that a called method needs, and for none besides', () => {
    const methods = [...calledMethods()]
    expect(methods.filter((method) => !Object.hasOwn(scopesOfMethods, method))).toEqual([])
    const needed = new Set(methods.flatMap((method) => scopesOfMethods[method] ?? []))
    const bySurface = ['commands', 'app_mentions:read', 'users:read.email', ...groups]
    expect(Object.keys(scopes).toSorted()).toEqual([...new Set([...needed, ...bySurface])].toSorted())
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(scopes).toSorted())
  })

  it('keeps to the lengths that Slack takes', () => {
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
    for (const { description, usage_hint: hint } of manifest.features.slash_commands) {
      expect(description.length).toBeLessThanOrEqual(2_000)
      expect(hint.length).toBeLessThanOrEqual(1_000)
    }
    for (const { name, description } of manifest.features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24)
      expect(description.length).toBeLessThanOrEqual(150)
    }
    expect(shortcuts.length).toBeLessThanOrEqual(5)
  })

  const print = async (args: readonly string[]) => {
    const out: string[] = []
    const code = await runCli(['slack', 'manifest', ...args], {
      env: {},
      cwd: '.',
      print: (text) => out.push(text),
      complain: (text) => out.push(text),
    })
    return { code, out: out.join('\n') }
  }

  it('is printed as YAML, for a public address', async () => {
    const { code, out } = await print(['--url', `${baseUrl}/`])
    expect(code).toBe(0)
    expect(parse(out)).toEqual(JSON.parse(JSON.stringify(manifest)))
    expect(parse(out).settings.interactivity.request_url).toBe(`${baseUrl}/slack/events`)
  })

  it('needs no public address for Socket Mode', async () => {
    const { out } = await print(['--url', baseUrl, '--socket'])
    const told = parse(out)
    expect(told.settings.socket_mode_enabled).toBe(true)
    expect(JSON.stringify([told.settings, told.features])).not.toContain('https://')
  })

  it('says what is wrong with an address that is none', async () => {
    expect(await print(['--url', 'pay.example.jp'])).toMatchObject({ code: 2 })
  })
})

/** Private channels are asked for under names of their own. */
const groups = Object.keys(scopes).filter((scope) => scope.startsWith('groups:'))
