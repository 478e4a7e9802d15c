/** The calls of the document about docss. */
import * as z from 'zod'
import type { Operation } from './operation.ts'

const tag = 'document'
export const docsOperations: readonly Operation[] = [
  {
    ...{ id: 'getDocumentJson', method: 'get', path: '/openapi.json', tag },
    says: { ja: 'この文書（OpenAPI 3.1）', en: 'This document, OpenAPI 3.1' },
    answers: { 200: z.looseObject({ openapi: z.string() }) },
    refusals: [],
    auth: 'none',
  },
  {
    ...{ id: 'getDocumentPage', method: 'get', path: '/docs', tag },
    says: { ja: 'この文書（読みやすいページ）', en: 'This document as a page' },
    answers: { 200: 'text/html' },
    refusals: [],
    auth: 'none',
  },
]
