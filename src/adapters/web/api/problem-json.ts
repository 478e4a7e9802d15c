/** Failures as RFC 9457 problem documents, in the caller's language. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Failure, NotFoundWhat, Problem, Text } from '../../../domain/result.ts'

type Language = keyof Text

/** `en` only when the caller prefers it over Japanese. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((tag) => tag === 'ja' || tag === 'en')
  return wanted === 'en' ? 'en' : 'ja'
}

export type Described = {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly title: string
  readonly detail: Text
  readonly problems?: readonly Problem[]
  readonly retryAfterMs?: number
}

const notFoundTexts: Readonly<Record<NotFoundWhat, Text>> = {
  invoice: { ja: 'その請求は見つかりません。', en: 'There is no such invoice.' },
  number: {
    ja: 'その番号は使えません。13けたの番号をもう一度お確かめください。',
    en: 'This number is not known here. Check the 13 digits.',
  },
  slip: {
    ja: 'その申込券は見つかりません。端末でもう一度発行してください。',
    en: 'There is no such slip. Print a new one at the terminal.',
  },
  payment: { ja: 'その入金は見つかりません。', en: 'There is no such payment.' },
  batch: { ja: 'その一括登録は見つかりません。', en: 'There is no such batch.' },
  feed: {
    ja: 'その収納データ（またはその行）は見つかりません。',
    en: 'There is no such collection data file, or no such row of it.',
  },
  settlement: { ja: 'その精算は見つかりません。', en: 'There is no such settlement.' },
  page: { ja: 'ここには何もありません。', en: 'There is nothing here.' },
  sheet: { ja: 'そのシートは見つかりません。', en: 'There is no such sheet.' },
  mail: { ja: 'そのメールは見つかりません。', en: 'There is no such mail.' },
  channel: {
    ja: 'そのチャンネルはつながっていません。',
    en: 'This channel is not connected.',
  },
  key: { ja: 'その鍵はもうありません。', en: 'There is no such key.' },
  session: { ja: 'そのサインインはもう切れています。', en: 'This session has ended already.' },
  staff: {
    ja: 'その担当者はいません。担当者の一覧で確かめてください。',
    en: 'There is no such member of staff; see the list of staff.',
  },
  webhook: {
    ja: 'そのWebhook（またはその送信）は見つかりません。',
    en: 'There is no such webhook, or no such message of one.',
  },
  customer: { ja: 'そのお客さまは見つかりません。', en: 'There is no such customer.' },
  address: {
    ja: 'その宛先への送信は止められていません。',
    en: 'Mail to this address is not suppressed.',
  },
}

/** What to tell a program about a failure. */
export const describeFailure = (failure: Failure): Described => {
  switch (failure.kind) {
    case 'invalid-input':
      return {
        status: 422,
        code: 'invalid_input',
        title: 'Invalid input',
        detail: {
          ja: `入力に${failure.problems.length}件の問題があります。何も登録していません。`,
          en: `The input has ${failure.problems.length} problem(s). Nothing was registered.`,
        },
        problems: failure.problems,
      }
    case 'not-found':
      return {
        status: 404,
        code: `${failure.what}_not_found`,
        title: 'Not found',
        detail: notFoundTexts[failure.what],
      }
    case 'wrong-state':
      return {
        status: 409,
        code: 'wrong_state',
        title: 'Not possible in this state',
        detail: failure.message,
      }
    case 'not-signed-in':
      return {
        status: 401,
        code: 'not_signed_in',
        title: 'Not signed in',
        detail: {
          ja: '認証が必要です。APIキーか署名を確かめてください。',
          en: 'Sign in: check the API key or the signature.',
        },
      }
    case 'not-allowed':
      return { status: 403, code: 'not_allowed', title: 'Not allowed', detail: failure.message }
    case 'idempotency-conflict':
      return {
        status: 409,
        code: 'idempotency_conflict',
        title: 'Idempotency key used for another request',
        detail: {
          ja: '同じキー（Idempotency-Key、webhook-id）で、前と違う内容が送られました。新しいキーを使ってください。',
          en: 'This key (Idempotency-Key, webhook-id) came with another body before. Use a new one.',
        },
      }
    case 'too-many-requests':
      return describeTooMany(Math.ceil(failure.retryAfterMs / 1_000))
    case 'too-busy':
      return {
        status: 503,
        code: 'too_busy',
        title: 'Busy',
        detail: {
          ja: 'ただいま混み合っています。少し待ってからもう一度お試しください。',
          en: 'Busy right now. Try again in a moment.',
        },
        retryAfterMs: failure.retryAfterMs,
      }
    case 'unavailable':
      return {
        status: 503,
        code: `${failure.part}_unavailable`,
        title: 'Unavailable',
        detail: {
          ja: 'ただいまご利用いただけません。時間をおいてお試しください。',
          en: 'Unavailable right now. Try again later.',
        },
      }
  }
}

const describeTooMany = (seconds: number): Described => ({
  status: 429,
  code: 'too_many_requests',
  title: 'Too many requests',
  detail: {
    ja: `回数が多すぎます。${seconds}秒たってから、もう一度お試しください。`,
    en: `Too many requests. Try again in ${seconds} seconds.`,
  },
  retryAfterMs: seconds * 1_000,
})

/** Answers a failure; `renamed` maps the field names of the rules to those of the request. */
export const answerFailure = (
  c: Context,
  failure: Failure,
  renamed: (field: string) => string = (field) => field,
): Response => answerDescribed(c, describeFailure(failure), renamed)

export const answerDescribed = (
  c: Context,
  described: Described,
  renamed: (field: string) => string = (field) => field,
  more: Readonly<Record<string, unknown>> = {},
): Response => {
  const language = languageOf(c.req.header('accept-language'))
  const { status, code, title, detail, problems, retryAfterMs } = described
  if (retryAfterMs !== undefined) c.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  return c.body(
    JSON.stringify({
      type: `urn:pitpost:problem:${code}`,
      title,
      status,
      code,
      detail: detail[language],
      request_id: c.res.headers.get('x-request-id') ?? crypto.randomUUID(),
      ...(problems === undefined
        ? {}
        : { problems: problems.map((problem) => toProblemJson(problem, language, renamed)) }),
      ...more,
    }),
    status,
    { 'content-type': 'application/problem+json; charset=utf-8', 'content-language': language },
  )
}

export const toProblemJson = (problem: Problem, language: Language, renamed: (field: string) => string) => ({
  ...(problem.row === undefined ? {} : { row: problem.row }),
  field: renamed(problem.field),
  ...(problem.value === undefined ? {} : { value: problem.value }),
  rule: problem.rule,
  message: problem.message[language],
})
