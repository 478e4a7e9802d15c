/** Finds the command, gives it the house when it asks for it, and answers the exit code. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseConfig } from '../config.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { type House, openHouse } from './open-house.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `pitpost <args>`. */
export const runCli = async (args: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  if (args.length === 0 || isHelp(args[0])) {
    terminal.print(overview())
    return args.length === 0 ? 2 : 0
  }
  const command = findCommand(args)
  if (command === undefined) {
    terminal.complain(
      `そのような命令はありません：${args.join(' ')}\n  no such command: ${args.join(' ')}\n\n${overview()}`,
    )
    return 2
  }
  const rest = args.slice(command.name.split(' ').length)
  if (rest.some(isHelp)) {
    terminal.print(helpOf(command))
    return 0
  }
  return runCommand(command, rest, terminal)
}

const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h' || arg === 'help'

const findCommand = (args: readonly string[]): Command | undefined =>
  commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))

const runCommand = async (
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> => {
  let house: House | undefined
  const open = async (): Promise<House> => {
    house = await openHouse(readConfig(terminal.env), ROOT)
    return house
  }
  try {
    return await command.run(args, terminal, open)
  } catch (error) {
    if (error instanceof ConfigError) {
      terminal.complain(
        ['設定に問題があります。 / The configuration has problems:', ...error.lines].join('\n'),
      )
      return 1
    }
    const usage = toUsageError(error)
    if (usage === undefined) throw error
    terminal.complain(`${usage.text.ja}\n  ${usage.text.en}\n\n${helpOf(command)}`)
    return 2
  } finally {
    house?.close()
  }
}

class ConfigError extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

/** As the server reads it: `.env` beside package.json, then the environment over it. */
const readConfig = (env: NodeJS.ProcessEnv) => {
  const file = join(ROOT, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const parsed = parseConfig(env)
  if (!parsed.ok) throw new ConfigError(parsed.problems.map((problem) => `  ${problem}`))
  return parsed.config
}

/** `parseArgs` of Node throws for options it does not know. */
const toUsageError = (error: unknown): UsageError | undefined => {
  if (error instanceof UsageError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) return undefined
  return new UsageError({ ja: '引数が分かりません。', en: error.message })
}

const overview = (): string =>
  [
    'pitpost — コンビニ収納の命令 / commands of konbini collection',
    '',
    ...commands.flatMap(({ usage, summary }) => [
      `  npx pitpost ${usage}`,
      `      ${summary.ja}`,
      `      ${summary.en}`,
    ]),
    '',
    '  npx pitpost <命令> --help   くわしい説明 / details',
    '',
    '設定は環境変数か .env から読みます（scripts/start と同じ）。サーバーが動いていても使えます。',
    'Settings come from the environment or .env, as for scripts/start; a server may be running meanwhile.',
    '終了コード / exit codes: 0 できた done · 1 断った・問題あり refused or wrong · 2 命令が違う wrong usage',
  ].join('\n')

const helpOf = ({ usage, summary, help }: Command): string =>
  [`npx pitpost ${usage}`, '', summary.ja, summary.en, '', help].join('\n').trimEnd()
