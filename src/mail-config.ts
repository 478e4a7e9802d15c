/** The part of the configuration that says how mails leave: through Resend or through a relay. */
import * as z from 'zod'

/** How mails leave, and the bare address they come from. */
export type MailConfig = { readonly from: string } & (
  | {
      readonly via: 'resend'
      readonly apiKey: string
      readonly baseUrl: string | undefined
      /** Requests a second until an answer tells the account's own limit. */
      readonly perSecond: number
      /** `whsec_…`, of the reports about mails. */
      readonly webhookSecret: string | undefined
    }
  | {
      readonly via: 'smtp'
      readonly url: string
      readonly dkim:
        | { readonly domain: string; readonly selector: string; readonly privateKey: string }
        | undefined
    }
)

const text = z.string().trim().min(1).optional()

/** The variables of mail, for the schema of the environment. */
export const mailVariables = {
  MAIL_FROM: z.email('an e-mail address').optional(),
  RESEND_API_KEY: text,
  RESEND_BASE_URL: z.url().optional(),
  RESEND_PER_SECOND: z.coerce.number().min(0.1).max(1_000).default(2),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]+$/, 'the signing secret of the webhook, whsec_…')
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'smtp://user:password@host:587 or smtps://…' }).optional(),
  SMTP_DKIM_DOMAIN: text,
  SMTP_DKIM_SELECTOR: text,
  SMTP_DKIM_KEY: z
    .string()
    // One line of an .env file holds the key with its line ends written out.
    .transform((key) => key.replaceAll('\\n', '\n').trim())
    .pipe(
      z
        .string()
        .regex(
          /^-----BEGIN (RSA )?PRIVATE KEY-----\n[\s\S]+\n-----END (RSA )?PRIVATE KEY-----$/,
          'a private key in PEM form; write its line ends as \\n',
        ),
    )
    .optional(),
}

const variables = z.object(mailVariables)
type Values = z.infer<typeof variables>

const dkimNames = ['SMTP_DKIM_DOMAIN', 'SMTP_DKIM_SELECTOR', 'SMTP_DKIM_KEY'] as const

/** Whether exactly one way was chosen, and completely. */
export const mailWayProblems = (values: Values, sandbox: boolean): string[] => {
  const { RESEND_API_KEY: resend, SMTP_URL: smtp } = values
  const problems: string[] = []
  if (resend !== undefined && smtp !== undefined) {
    problems.push('SMTP_URL: is set together with RESEND_API_KEY; keep one of them')
  }
  if (resend === undefined && smtp === undefined && !sandbox) {
    problems.push('RESEND_API_KEY: it or SMTP_URL is needed when SANDBOX is off; see .env.example')
  }
  const missing = dkimNames.filter((name) => values[name] === undefined)
  if (missing.length > 0 && missing.length < dkimNames.length) {
    problems.push(
      ...missing.map((name) => `${name}: is needed to sign; set all three of SMTP_DKIM_…, or none`),
    )
  }
  if (missing.length < dkimNames.length && smtp === undefined) {
    problems.push('SMTP_URL: is needed where SMTP_DKIM_… is set; Resend signs by itself')
  }
  return problems
}

/** Undefined when no way was chosen. */
export const toMailConfig = (values: Values): MailConfig | undefined => {
  const from = values.MAIL_FROM ?? 'pitpost@localhost'
  if (values.RESEND_API_KEY !== undefined) {
    return {
      via: 'resend',
      from,
      apiKey: values.RESEND_API_KEY,
      baseUrl: values.RESEND_BASE_URL,
      perSecond: values.RESEND_PER_SECOND,
      webhookSecret: values.RESEND_WEBHOOK_SECRET,
    }
  }
  if (values.SMTP_URL === undefined) return undefined
  const { SMTP_DKIM_DOMAIN: domain, SMTP_DKIM_SELECTOR: selector, SMTP_DKIM_KEY: privateKey } = values
  const dkim =
    domain === undefined || selector === undefined || privateKey === undefined
      ? undefined
      : { domain, selector, privateKey }
  return { via: 'smtp', from, url: values.SMTP_URL, dkim }
}
