/** What a command of the command line is, and how it ends. */
import type { Failure, Text } from '../domain/result.ts'
import type { House } from './open-house.ts'

/** 0: done. 1: refused, or something is wrong. 2: the command itself was not understood. */
export type ExitCode = 0 | 1 | 2

/** Where a command runs. */
export type Terminal = {
  readonly env: NodeJS.ProcessEnv
  /** Paths the person gives start here. */
  readonly cwd: string
  print(text: string): void
  complain(text: string): void
}

export type Command = {
  /** As typed after `pitpost`. */
  readonly name: string
  readonly usage: string
  readonly summary: Text
  /** More lines for `--help`, in Japanese and English. */
  readonly help: string
  run(args: readonly string[], terminal: Terminal, openHouse: () => Promise<House>): Promise<ExitCode>
}

/** Thrown by a command whose arguments cannot be understood; the usage is shown with it. */
export class UsageError extends Error {
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.text = text
  }
}

/** Says why it failed, every problem with its remedy; the exit code of a refusal. */
export const complainOf = (terminal: Terminal, failure: Failure): ExitCode => {
  const texts = textsOf(failure)
  for (const { ja, en } of texts.slice(0, MAX_COMPLAINTS)) terminal.complain(`${ja}\n  ${en}`)
  const more = texts.length - MAX_COMPLAINTS
  if (more > 0) terminal.complain(`ほかに${more}件の問題があります。 / ${more} more problems.`)
  return 1
}

/** Problems shown at once: a file of the wrong kind has thousands. */
const MAX_COMPLAINTS = 20

const textsOf = (failure: Failure): readonly Text[] => {
  switch (failure.kind) {
    case 'invalid-input':
      return failure.problems.map(({ message: { ja, en }, value }) =>
        value === undefined || value === ''
          ? { ja, en }
          : { ja: `${ja}（${value}）`, en: `${en} (${value})` },
      )
    case 'wrong-state':
    case 'not-allowed':
      return [failure.message]
    case 'not-found':
      return [{ ja: `見つかりません：${failure.id}`, en: `not found: ${failure.id}` }]
    case 'too-many-requests':
    case 'too-busy':
      return [
        {
          ja: 'ほかの処理と重なりました。少し待ってから、もう一度お試しください。',
          en: 'busy with other work; try again in a moment.',
        },
      ]
    case 'unavailable':
      return [
        {
          ja: `使えません：${failure.part}（${failure.detail}）`,
          en: `unavailable: ${failure.part} (${failure.detail})`,
        },
      ]
    case 'not-signed-in':
    case 'idempotency-conflict':
      return [{ ja: '受け付けられません。', en: `refused: ${failure.kind}.` }]
  }
}
