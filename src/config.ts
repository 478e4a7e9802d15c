/** The configuration, parsed once from the environment; every problem is reported together. */
import * as z from 'zod'
import { isClientName, type NetworkSecret } from './domain/network-client.ts'
import { PROOF_ONE_IN } from './domain/proof.ts'
import { API_PER_MINUTE } from './domain/request-limit.ts'
import { DEFAULT_NUMBER_PREFIX } from './domain/smart-pit-number.ts'
import { type MailConfig, mailVariables, mailWayProblems, toMailConfig } from './mail-config.ts'

/** What decides how pitpost runs; secrets stay in here and are never logged. */
export type Config = {
  readonly sandbox: boolean
  readonly port: number
  /** Address to listen on. */
  readonly host: string
  /** A reverse proxy stands in front and says in `X-Forwarded-For` who asks. */
  readonly behindProxy: boolean
  /** Port of the sandbox's Slack; 0 takes a free one. */
  readonly slackEmulatorPort: number
  readonly dataDir: string
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
  readonly numberPrefix: string
  readonly networkSecrets: readonly NetworkSecret[]
  /** One of so many sheets of a job is looked at before its mail leaves; 1 looks at all. */
  readonly proofOneIn: number
  /** Browsers that print at once on Workers; what Browser Rendering allows is a matter of the account. */
  readonly browsersAtOnce: number
  /** Deliveries that are worked off in one go. */
  readonly claimAtMost: number
  readonly apiKey: string | undefined
  readonly chromePath: string | undefined
  readonly extraHolidays: readonly string[]
  /** Address of a mail-to-FAX gateway with `{number}` in it, such as `{number}@fax.example.jp`. */
  readonly faxGateway: string | undefined
  readonly mail: MailConfig | undefined
  /** Amounts in yen from which a bill typed in the chat is confirmed, and approved by a second person. */
  /** Requests of one API key within a minute, and wrong keys of one address. */
  readonly apiPerMinute: number
  readonly billLimits: { readonly confirmFromYen: number; readonly approveFromYen: number | undefined }
  /** Base64 of 32 bytes: what Slack's tokens of workspaces are kept under. */
  readonly tokenKey: string | undefined
  /** The Slack app itself: for "Sign in with Slack". */
  readonly slackApp:
    | { readonly clientId: string; readonly clientSecret: string; readonly issuer: string }
    | undefined
  /** What people of a merchant's channel may do who are not on its list of staff. */
  readonly slackStrangers: 'staff' | 'nobody'
  readonly slack:
    | {
        readonly botToken: string
        /** Empty where Slack is asked over a socket only. */
        readonly signingSecret: string
        /** `xapp-…`: Socket Mode. */
        readonly appToken: string | undefined
        readonly channel: string
        readonly apiUrl: string
      }
    | undefined
  readonly centre: {
    readonly name: string
    readonly email: string | undefined
    readonly phone: string | undefined
  }
  /** The first merchant, signed up at the first start. */
  readonly merchant: {
    readonly name: string
    readonly email: string | undefined
    readonly phone: string | undefined
    readonly address: string | undefined
    readonly logo: undefined
    readonly fax: string | undefined
    readonly slackChannel: undefined
    readonly fileOption: boolean
    readonly agencyCode: string | undefined
    readonly clientCode: string | undefined
    readonly registrationNumber: string | undefined
    readonly plan: 'plan-120' | 'plan-130'
    readonly cycle: '5-days' | '10-days' | 'half-month' | 'month-end'
  }
}

const text = z.string().trim().min(1).optional()

const environment = z.object({
  SANDBOX: z.enum(['0', '1', 'force']).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  HOST: text,
  BEHIND_PROXY: z.enum(['0', '1']).default('0'),
  SLACK_EMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATA_DIR: z.string().trim().min(1).default('data'),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  NUMBER_PREFIX: z
    .string()
    .regex(/^\d{1,4}$/, 'one to four digits')
    .default(DEFAULT_NUMBER_PREFIX),
  PROOF_ONE_IN: z.coerce.number().int().min(1).max(10_000).default(PROOF_ONE_IN),
  BROWSERS_AT_ONCE: z.coerce.number().int().min(1).max(1_000).default(2),
  NETWORK_SECRETS: z
    .string()
    .transform((list) => splitList(list).map(toNetworkSecret))
    .refine((secrets) => secrets.every(isNetworkSecret), {
      message:
        'base64 secrets of 24 bytes or more, separated by commas, each perhaps with a name before it: lawson:…',
    })
    .optional(),
  API_PER_MINUTE: z.coerce.number().int().min(1).default(API_PER_MINUTE),
  API_KEY: z.string().trim().min(24, 'at least 24 characters').optional(),
  CHROME_PATH: text,
  HOLIDAYS: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})(,\s*\d{4}-\d{2}-\d{2})*$/, 'days such as 2027-03-21, separated by commas')
    .optional(),
  ...mailVariables,
  FAX_GATEWAY: z
    .string()
    .regex(
      /^[^\s@]*\{number\}[^\s@]*@[^\s@{}]+$/,
      'an address with {number} in it, such as {number}@fax.example.jp',
    )
    .optional(),
  SLACK_BOT_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'an app-level token, which starts with xapp-')
    .optional(),
  SLACK_CHANNEL: text,
  SLACK_CONFIRM_FROM: z.coerce.number().int().min(1).default(100_000),
  SLACK_APPROVE_FROM: z.coerce.number().int().min(1).optional(),
  TOKEN_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'base64 of 32 random bytes: openssl rand -base64 32')
    .optional(),
  SLACK_CLIENT_ID: text,
  SLACK_CLIENT_SECRET: text,
  SLACK_ISSUER: z.url({ protocol: /^https?$/ }).default('https://slack.com'),
  SLACK_STRANGERS: z.enum(['staff', 'nobody']).default('staff'),
  SLACK_API_URL: z.url().default('https://slack.com/api/'),
  CENTRE_NAME: z.string().trim().min(1).max(60).default('スマートピットセンター'),
  CENTRE_EMAIL: z.email().optional(),
  CENTRE_PHONE: text,
  MERCHANT_NAME: z.string().trim().min(1).max(60).optional(),
  MERCHANT_EMAIL: z.email().optional(),
  MERCHANT_PHONE: text,
  MERCHANT_ADDRESS: z.string().trim().max(100, 'at most 100 characters').optional(),
  MERCHANT_REGISTRATION_NUMBER: z
    .string()
    .regex(/^T\d{13}$/, 'T and 13 digits')
    .optional(),
  MERCHANT_FAX: z
    .string()
    .regex(/^[0-9+() -]{6,20}$/, 'a FAX number')
    .optional(),
  FILE_OPTION: z.enum(['0', '1']).default('1'),
  AGENCY_CODE: z
    .string()
    .regex(/^\d{6}$/, 'six digits (請求書発行企業コード)')
    .optional(),
  CLIENT_CODE: z
    .string()
    .regex(/^\d{1,5}$/, 'up to five digits')
    .optional(),
  PLAN: z.enum(['120', '130']).default('130'),
  CYCLE: z.enum(['5-days', '10-days', 'half-month', 'month-end']).default('month-end'),
})

type Environment = z.infer<typeof environment>

/** What must be there when real mails and a real Slack are used. */
const neededInProduction = [
  'BASE_URL',
  'NETWORK_SECRETS',
  'MAIL_FROM',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CHANNEL',
  'MERCHANT_NAME',
] as const satisfies readonly (keyof Environment)[]

/** The configuration, or one line for each problem. Empty variables count as absent. */
export const parseConfig = (
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] } => {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => (value ?? '').trim() !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    }
  }
  const values = parsed.data
  const credentials = (['RESEND_API_KEY', 'SMTP_URL', 'SLACK_BOT_TOKEN'] as const).filter(
    (name) => values[name] !== undefined,
  )
  const sandbox = values.SANDBOX === undefined ? credentials.length === 0 : values.SANDBOX !== '0'
  const problems = mailWayProblems(values, sandbox)
  if (values.SANDBOX === '1' && credentials.length > 0) {
    problems.push(
      `SANDBOX: is 1 together with ${credentials.join(' and ')}; remove one side, or set SANDBOX=force`,
    )
  }
  if ((values.AGENCY_CODE === undefined) !== (values.CLIENT_CODE === undefined)) {
    problems.push('AGENCY_CODE, CLIENT_CODE: set both, or neither')
  }
  if ((values.SLACK_CLIENT_ID === undefined) !== (values.SLACK_CLIENT_SECRET === undefined)) {
    problems.push('SLACK_CLIENT_ID, SLACK_CLIENT_SECRET: set both, or neither')
  }
  if (!sandbox) {
    const missing = neededInProduction.filter(
      // Over a socket nothing is signed.
      (name) =>
        values[name] === undefined &&
        !(name === 'SLACK_SIGNING_SECRET' && values.SLACK_APP_TOKEN !== undefined),
    )
    problems.push(...missing.map((name) => `${name}: is needed when SANDBOX is off; see .env.example`))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: toConfig(values, sandbox) }
}

const toConfig = (values: Environment, sandbox: boolean): Config => ({
  sandbox,
  port: values.PORT,
  // A sandbox has no passwords: only this machine reaches it unless HOST says otherwise.
  host: values.HOST ?? (sandbox ? '127.0.0.1' : '0.0.0.0'),
  behindProxy: values.BEHIND_PROXY === '1',
  slackEmulatorPort: values.SLACK_EMULATOR_PORT,
  dataDir: values.DATA_DIR,
  baseUrl: (values.BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
  numberPrefix: values.NUMBER_PREFIX,
  networkSecrets: values.NETWORK_SECRETS ?? [],
  proofOneIn: values.PROOF_ONE_IN,
  apiPerMinute: values.API_PER_MINUTE,
  browsersAtOnce: values.BROWSERS_AT_ONCE,
  claimAtMost: Number.POSITIVE_INFINITY,
  apiKey: values.API_KEY,
  chromePath: values.CHROME_PATH,
  extraHolidays: splitList(values.HOLIDAYS),
  faxGateway: values.FAX_GATEWAY ?? (sandbox ? '{number}@fax.pitpost.example' : undefined),
  mail: toMailConfig(values),
  billLimits: { confirmFromYen: values.SLACK_CONFIRM_FROM, approveFromYen: values.SLACK_APPROVE_FROM },
  tokenKey: values.TOKEN_KEY,
  slackApp:
    values.SLACK_CLIENT_ID === undefined || values.SLACK_CLIENT_SECRET === undefined
      ? undefined
      : {
          clientId: values.SLACK_CLIENT_ID,
          clientSecret: values.SLACK_CLIENT_SECRET,
          issuer: values.SLACK_ISSUER.replace(/\/$/, ''),
        },
  slackStrangers: values.SLACK_STRANGERS,
  slack:
    values.SLACK_BOT_TOKEN === undefined ||
    (values.SLACK_SIGNING_SECRET ?? values.SLACK_APP_TOKEN) === undefined
      ? undefined
      : {
          botToken: values.SLACK_BOT_TOKEN,
          signingSecret: values.SLACK_SIGNING_SECRET ?? '',
          appToken: values.SLACK_APP_TOKEN,
          channel: values.SLACK_CHANNEL ?? '',
          apiUrl: values.SLACK_API_URL,
        },
  centre: { name: values.CENTRE_NAME, email: values.CENTRE_EMAIL, phone: values.CENTRE_PHONE },
  merchant: {
    name: values.MERCHANT_NAME ?? 'さくら学習塾',
    email: values.MERCHANT_EMAIL ?? (sandbox ? 'office@sakura-juku.example.jp' : undefined),
    phone: values.MERCHANT_PHONE ?? (sandbox ? '03-0000-0000' : undefined),
    address: values.MERCHANT_ADDRESS,
    logo: undefined,
    fax: values.MERCHANT_FAX,
    registrationNumber: values.MERCHANT_REGISTRATION_NUMBER,
    slackChannel: undefined,
    fileOption: values.FILE_OPTION === '1',
    agencyCode: values.AGENCY_CODE,
    clientCode: values.CLIENT_CODE,
    plan: values.PLAN === '120' ? 'plan-120' : 'plan-130',
    cycle: values.CYCLE,
  },
})

/** `name:base64`, or base64 alone. */
const toNetworkSecret = (text: string): NetworkSecret => {
  const [, client = '', secret = ''] = /^(?:([^:]*):)?(.*)$/.exec(text) ?? []
  return { client, secret }
}

const MIN_SECRET_BYTES = 24
const isNetworkSecret = ({ client, secret }: NetworkSecret): boolean => {
  const bare = secret.replace(/^whsec_/, '')
  return (
    (client === '' || isClientName(client)) &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(bare) &&
    bare.replace(/=+$/, '').length >= Math.ceil((MIN_SECRET_BYTES * 4) / 3)
  )
}

const splitList = (list: string | undefined): readonly string[] =>
  (list ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
