/** 訂正して出し直す: the form of an open invoice, filled with what it says, and the invoice that takes its place. */
import type { Hono } from 'hono'
import type { Invoice } from '../../../domain/invoice.ts'
import { parseAmount } from '../../../domain/parse-amount.ts'
import type { RawInvoice } from '../../../domain/raw-invoice.ts'
import type { Failure } from '../../../domain/result.ts'
import { type FormQuestions, questionForm, readForm, toFormModel } from './invoice-form.ts'
import { afterAction, invoiceNotFound, ownInvoice } from './invoice-page.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const MAX_REASON = 200

/** Adds `/:id/replace` to the pages of invoices. */
export const addReplacePages = (pages: Hono<WebEnv>, deps: PageDeps): void => {
  pages.get('/:id/replace', async (c) => {
    const old = await ownInvoice(c, deps)
    if (old === undefined) return invoiceNotFound(c, deps)
    return showForm(c, deps, old, { raw: await deps.story.draftReplacement(old), reason: '' })
  })
  pages.post('/:id/replace', (c) => replace(c, deps))
}

type Typed = {
  readonly raw: RawInvoice
  readonly reason: string
  readonly failure?: Failure & { readonly kind: 'invalid-input' }
  readonly key?: string
  readonly questions?: FormQuestions
}

const showForm = (
  c: WebContext,
  deps: PageDeps,
  old: Invoice,
  { raw, reason, failure, key, questions }: Typed,
) =>
  showPage(
    c,
    deps,
    'web/invoice-new',
    {
      title: { ja: '訂正して出し直す', en: 'Correct and issue again' },
      formKey: key ?? deps.newToken(),
      fields: toFormModel(raw, failure?.problems ?? []),
      problems: failure?.problems ?? [],
      questions: questions ?? null,
      repeat: raw.repeat ?? false,
      old: { id: old.id, amountYen: old.amountYen, dueDay: old.dueDay, lines: old.lines.length },
      reason,
      recent: [],
    },
    failure === undefined ? 200 : 422,
  )

/** The form's key is remembered with the correction: a double click or a reload replaces nothing twice. */
const replace = async (c: WebContext, deps: PageDeps) => {
  const old = await ownInvoice(c, deps)
  if (old === undefined) return invoiceNotFound(c, deps)
  const body = await c.req.parseBody()
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const raw = readForm(text)
  const reason = text('reason').trim().slice(0, MAX_REASON)
  const key = text('form_key').slice(0, 100)
  const questions = questionForm(raw, text('asked'))
  if (questions.messages.length > 0) return showForm(c, deps, old, { raw, reason, key, questions })
  const { merchantId, staffName } = c.get('session')
  const scope = `replace:${merchantId}`
  const now = deps.clock.now()
  const result = await deps.story.replaceInvoice(
    {
      merchantId,
      invoiceId: old.id,
      // The form has no lines: they go along only while they still make up the amount.
      changes: isSameAmount(raw, old) ? raw : { ...raw, lines: [] },
      reason: reason === '' ? undefined : reason,
      actor: { kind: 'staff', name: staffName },
      alongside: ({ id }) => [
        { kind: 'remember-answer', answer: { scope, key, bodyHash: '', status: 303, body: id, at: now } },
      ],
    },
    now,
  )
  if (result.ok) return c.redirect(`/invoices/${result.value.id}?done=replaced`, 303)
  const earlier = await deps.store.rememberedAnswer(scope, key)
  if (earlier !== undefined) return c.redirect(`/invoices/${earlier.body}?done=replaced`, 303)
  const { failure } = result
  if (failure.kind === 'invalid-input')
    return showForm(c, deps, old, { raw, reason, failure, key, questions })
  return afterAction(c, deps, result, { ja: '', en: '' })
}

const isSameAmount = ({ amount }: RawInvoice, old: Invoice): boolean => {
  const parsed = parseAmount(amount ?? '')
  return parsed.ok && parsed.value === old.amountYen
}
