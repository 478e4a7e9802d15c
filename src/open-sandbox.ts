/** The doors of the sandbox: chat, mailbox, store terminal, clock; all of them use pitpost from outside. */
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { createChatPages } from './adapters/sandbox/chat-pages.ts'
import { createClockPages } from './adapters/sandbox/clock-pages.ts'
import { createMailGallery } from './adapters/sandbox/mail-gallery.ts'
import { createMailboxPages } from './adapters/sandbox/mailbox-pages.ts'
import { createSandboxHome } from './adapters/sandbox/sandbox-home.ts'
import type { SlackEmulator } from './adapters/sandbox/slack-emulator.ts'
import { createTerminalClient } from './adapters/sandbox/terminal-client.ts'
import { createTerminalPages } from './adapters/sandbox/terminal-pages.ts'
import { createWalk } from './adapters/sandbox/walk-clock.ts'
import { shortcuts } from './adapters/slack/surfaces.ts'
import { type MovableClock, systemClock } from './adapters/system/create-clock.ts'
import { createSignInLink } from './application/sign-in.ts'
import type { Parts, SandboxParts } from './compose.ts'
import type { Instant } from './domain/jst-day.ts'
import type { Mail, Mailbox } from './ports.ts'

export type SandboxSetup = {
  readonly mailbox: Mailbox
  readonly clock: MovableClock
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  readonly networkSecret: string
  readonly slack: Parts['slack']
  readonly slackInspectorUrl: string
  readonly emulator: Pick<SlackEmulator, 'memory'>
  /** Where people find this server, without a trailing slash. */
  readonly baseUrl: string
  readonly cycle: Parts['config']['merchant']['cycle']
  readonly tick: (now: Instant) => Promise<void>
  readonly toEml: (mail: Mail, at: Instant) => Promise<Uint8Array>
}

/** Everything below `/sandbox`. */
export const openSandbox = (setup: SandboxSetup): SandboxParts => ({
  openDoors: ({ world, render, writeMail }) => {
    const { clock, selfUrl, slack } = setup
    const { random, store } = world
    const client = createTerminalClient({ selfUrl, secret: setup.networkSecret, clock, random })
    const signInLink = async (): Promise<string> => {
      const [merchant] = await store.merchants()
      return createSignInLink(world, { merchantId: merchant?.id ?? '' }, systemClock.now())
    }
    const moveClock = createWalk({ clock, store, client, tick: setup.tick })
    const doors = new Hono()
    // A page on the web must not press buttons on this machine.
    doors.use(csrf())
    doors.route(
      '/mail/gallery',
      createMailGallery({ store, clock, render, writeMail, baseUrl: setup.baseUrl }),
    )
    doors.route('/mail', createMailboxPages({ mailbox: setup.mailbox, render, toEml: setup.toEml }))
    doors.route(
      '/chat',
      createChatPages({
        ...{ render, clock, random, selfUrl, shortcuts, memory: setup.emulator.memory },
        ...slack,
      }),
    )
    doors.route('/terminal', createTerminalPages({ render, client }))
    doors.route('/clock', createClockPages({ render, clock, cycle: setup.cycle, moveClock }))
    doors.route(
      '/',
      createSandboxHome({ render, slackInspectorUrl: setup.slackInspectorUrl, createSignInLink: signInLink }),
    )
    return doors
  },
})
