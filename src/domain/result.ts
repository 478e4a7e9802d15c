/** What a use case answers: expected trouble is a value, a bug is a throw. */

/** One text for a person, in the two languages of the product. */
export type Text = { readonly ja: string; readonly en: string }

export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: E }

/** One thing wrong with an input: which row and field, what stood there, which rule it breaks, and the remedy. */
export type Problem = {
  /** Row of the file as a person counts it in a spreadsheet (the header is row 1); absent outside files. */
  readonly row?: number
  readonly field: string
  readonly value?: string
  /** Stable, kebab-case name of the rule. */
  readonly rule: string
  readonly message: Text
}

/** The closed list of expected failures; HTTP status, chat wording and log level are exhaustive switches over it. */
export type Failure =
  | { readonly kind: 'invalid-input'; readonly problems: readonly Problem[] }
  | { readonly kind: 'not-found'; readonly what: NotFoundWhat; readonly id: string }
  | { readonly kind: 'wrong-state'; readonly message: Text }
  | { readonly kind: 'not-signed-in' }
  | { readonly kind: 'not-allowed'; readonly message: Text }
  | { readonly kind: 'idempotency-conflict' }
  | { readonly kind: 'too-many-requests'; readonly retryAfterMs: number }
  | { readonly kind: 'too-busy'; readonly part: string; readonly retryAfterMs: number }
  | { readonly kind: 'unavailable'; readonly part: string; readonly detail: string }

export type NotFoundWhat =
  | 'invoice'
  | 'number'
  | 'slip'
  | 'payment'
  | 'batch'
  | 'feed'
  | 'settlement'
  | 'page'
  | 'sheet'
  | 'mail'
  | 'address'
  | 'staff'
  | 'channel'
  | 'session'
  | 'key'
  | 'customer'
  | 'webhook'

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const fail = <E>(failure: E): { readonly ok: false; readonly failure: E } => ({ ok: false, failure })

/** A failure that is a list of problems with the input. */
export const refuse = (...problems: readonly Problem[]): { readonly ok: false; readonly failure: Failure } =>
  fail({ kind: 'invalid-input', problems })
