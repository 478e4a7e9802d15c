/** `pitpost verify`: proves the books by recomputing them, and names whatever is not as the history has it. */
import { parseArgs } from 'node:util'
import { readBooks } from '../adapters/store/read-books.ts'
import { type BooksReport, verifyBooks } from '../application/verify-books.ts'
import type { Command, ExitCode } from './command.ts'
import { describeBooks } from './describe-books.ts'

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify [--json]',
  summary: {
    ja: '帳簿を履歴から計算し直し、違いがあれば場所と正しい値を示します。',
    en: 'Recomputes the books from the history and names every difference.',
  },
  help: [
    'すべての残高・仕訳・請求・入金・精算・保存したシートを確かめます。何も変えません。違いがあれば終了コードは 1 です。',
    'Checks every balance, posting, invoice, payment, settlement and stored sheet; changes nothing. Exit code 1 on any difference.',
    '  --json   結果を JSON で / the report as JSON',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } })
    const { world, database, clock } = await openHouse()
    // One moment for all reads, though a server may go on writing meanwhile.
    database.runScript('begin')
    const report = await verifyBooks({ ...world, books: readBooks(database) }, clock.now())
    database.runScript('rollback')
    terminal.print(values.json ? toJson(report) : describeBooks(report).join('\n'))
    return report.differenceCount === 0 ? 0 : 1
  },
}

const toJson = (report: BooksReport): string => JSON.stringify(report, undefined, 2)
