/** What Slack's own screens would show and its API does not tell: open modals, App Homes, messages for one person. */
import { isJson, type Json } from './check-elements.ts'

export type Ephemeral = {
  readonly ts: string
  readonly channel: string
  readonly userId: string
  readonly threadTs: string
  readonly text: string
  readonly blocks: unknown
}

export type SlackMemory = {
  /** A person's open modals, the topmost last. */
  modals(userId: string): readonly Json[]
  home(userId: string): Json | undefined
  readonly ephemerals: readonly Ephemeral[]
  /** Takes note of a call that Slack took: its method, arguments and answer. */
  note(method: string, args: Json, answer: Json): void
  /** How many calls have changed what people see. */
  changes(): number
  /** Counts one more. */
  count(): void
  /** Resolves when a view is opened or changed, or somebody is told something. */
  nextView(): Promise<void>
  /** Closes a person's topmost modal, or all of them. */
  close(userId: string, how: 'one' | 'all'): void
}

/** Messages for one person that are kept. */
const MAX_KEPT = 200

export const createSlackMemory = (): SlackMemory => {
  const stacks = new Map<string, readonly Json[]>()
  const homes = new Map<string, Json>()
  const ephemerals: Ephemeral[] = []
  const triggers = new Map<string, string>()
  /** Whose view it is: named, or told by whose press it answers. */
  const ownerOf = (args: Json): string =>
    String(args['user_id'] ?? triggers.get(String(args['trigger_id'] ?? '')) ?? '')
  const stackOf = (userId: string): readonly Json[] => stacks.get(userId) ?? []
  const noteView = (method: string, view: Json, userId: string): void => {
    if (view['type'] === 'home') homes.set(userId, view)
    else if (method === 'views.open') stacks.set(userId, [view])
    else if (method === 'views.push') stacks.set(userId, [...stackOf(userId), view])
    else {
      for (const [owner, stack] of stacks) {
        stacks.set(
          owner,
          stack.map((open) => (open['id'] === view['id'] ? view : open)),
        )
      }
    }
  }
  let changes = 0
  let next = Promise.withResolvers<void>()
  return {
    ephemerals,
    changes: () => changes,
    count: () => {
      changes += 1
    },
    nextView: () => next.promise,
    modals: stackOf,
    home: (userId) => homes.get(userId),
    close: (userId, how) => {
      stacks.set(userId, how === 'all' ? [] : stackOf(userId).slice(0, -1))
    },
    note: (method, args, answer) => {
      if (method === 'views.generateTriggerId') {
        // They live three seconds: old ones are of no use.
        if (triggers.size > MAX_KEPT) triggers.clear()
        triggers.set(String(answer['trigger_id']), String(args['user_id'] ?? ''))
      }
      const { view } = answer
      if (method.startsWith('views.') && isJson(view)) noteView(method, view, ownerOf(args))
      if (method !== 'views.generateTriggerId') {
        next.resolve()
        next = Promise.withResolvers()
      }
      if (method !== 'chat.postEphemeral') return
      ephemerals.push({
        ts: String(answer['message_ts'] ?? ''),
        channel: String(args['channel'] ?? ''),
        userId: String(args['user'] ?? ''),
        threadTs: String(args['thread_ts'] ?? ''),
        text: String(args['text'] ?? ''),
        blocks: args['blocks'],
      })
      ephemerals.splice(0, Math.max(0, ephemerals.length - MAX_KEPT))
    },
  }
}
