/** `pitpost doctor mail`: asks the DNS whether mails of the sender's domain will be believed, and says what to add. */
import { createPublicKey } from 'node:crypto'
import { resolveTxt } from 'node:dns/promises'
import { parseArgs } from 'node:util'
import {
  checkSender,
  type ResolveTxt,
  type SenderCheck,
  type SenderFacts,
} from '../adapters/mail/check-sender.ts'
import type { Config } from '../config.ts'
import type { Command, ExitCode } from './command.ts'

const marks: Readonly<Record<SenderCheck['status'], string>> = {
  ok: '○',
  weak: '△',
  wrong: '×',
  unknown: '？',
}

/** Tests bring a DNS of their own. */
export const createDoctorMailCommand = (dns: ResolveTxt): Command => ({
  name: 'doctor mail',
  usage: 'doctor mail [--from ADDRESS]',
  summary: {
    ja: '差出人のドメインの SPF・DKIM・DMARC を調べ、足りない設定を示します。',
    en: "Checks SPF, DKIM and DMARC of the sender's domain and says what to add.",
  },
  help: [
    'DNS に聞くだけで、何も変えません。足りないものか誤りがあれば終了コードは 1 です。',
    'Asks the DNS only and changes nothing. Exit code 1 when something is missing or wrong.',
    '  --from   この差出人を調べる（MAIL_FROM の代わり） / another sender than MAIL_FROM',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' } } })
    const { config } = await openHouse()
    const from = values.from ?? config.mail?.from
    if (from === undefined) {
      terminal.complain(
        '差出人がありません。MAIL_FROM を設定するか --from で指定してください。\n  no sender; set MAIL_FROM, or name one with --from.',
      )
      return 1
    }
    const checks = await checkSender(toFacts(from, config.mail), dns)
    terminal.print([`${from}`, ...checks.map(describe)].join('\n'))
    return checks.some(({ status }) => status === 'wrong' || status === 'unknown') ? 1 : 0
  },
})

const describe = ({ name, status, says, add }: SenderCheck): string =>
  [
    `${marks[status]} ${name.padEnd(5)} ${says.ja}`,
    `          ${says.en}`,
    ...(add === undefined ? [] : ['          加える / add:', `          ${add.name}  TXT  "${add.value}"`]),
  ].join('\n')

/** Resend sends for the domain from `send.` below it and signs as `resend`. */
const toFacts = (from: string, mail: Config['mail']): SenderFacts => {
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase()
  if (mail?.via !== 'smtp') {
    return {
      domain,
      dkim: { domain, selector: 'resend', publicKey: undefined },
      spf: { name: `send.${domain}`, needs: 'include:amazonses.com' },
    }
  }
  const { dkim } = mail
  return {
    domain,
    dkim: dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: publicHalf(dkim.privateKey) },
    spf: { name: domain, needs: undefined },
  }
}

const publicHalf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')

/** The system's DNS; a name that is not there has no records. */
const askDns: ResolveTxt = async (name) => {
  try {
    return (await resolveTxt(name)).map((parts) => parts.join(''))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw error
  }
}

export const doctorMailCommand = createDoctorMailCommand(askDns)
