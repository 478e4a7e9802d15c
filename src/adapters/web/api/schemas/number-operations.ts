import {
  assignmentSchema,
  cardDesignSchema,
  issuedSchema,
  pooledSchema,
  releasedSchema,
} from './number-answers.ts'
import {
  assignBody,
  cardPdfQuery,
  cardQuery,
  cardsQuery,
  designQuery,
  issueBody,
  numberQuery,
  releaseBody,
} from './number-schemas.ts'
import type { Operation } from './operation.ts'
import { pageOf } from './schema-parts.ts'

const numbers = 'numbers'
const cards = 'cards'
const numberOperations: readonly Operation[] = [
  {
    ...{ id: 'issueNumbers', method: 'post', path: '/numbers', tag: numbers },
    says: { ja: '番号を発行する', en: 'Issue numbers' },
    body: issueBody,
    example: { count: 3 },
    answers: { 201: issuedSchema },
    refusals: [409, 422],
  },
  {
    ...{ id: 'listNumbers', method: 'get', path: '/numbers', tag: numbers },
    says: { ja: '番号の一覧', en: 'The pool of numbers' },
    query: numberQuery,
    answers: { 200: pageOf(pooledSchema, 'NumberPage') },
    refusals: [422],
  },
  {
    ...{ id: 'getNumber', method: 'get', path: '/numbers/{number}', tag: numbers },
    says: { ja: '番号1つと、その持ち主', en: 'One number and who has it' },
    answers: { 200: pooledSchema },
    refusals: [404],
  },
  {
    ...{ id: 'assignNumber', method: 'post', path: '/numbers/{number}/assign', tag: numbers },
    says: { ja: '番号をお客さまに割り当てる', en: 'Give a number to a customer' },
    body: assignBody,
    example: { customer: { name: '山田 花子', email: 'hanako@example.com' } },
    answers: { 200: assignmentSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'releaseNumber', method: 'post', path: '/numbers/{number}/release', tag: numbers },
    says: { ja: '番号を外す', en: 'Take a number back' },
    ...{ body: releaseBody, bodyOptional: true, example: {} },
    answers: { 200: releasedSchema },
    refusals: [404, 409, 422],
  },
]

const cardOperations: readonly Operation[] = [
  {
    ...{ id: 'getCardPdf', method: 'get', path: '/numbers/{number}/card.pdf', tag: cards },
    says: { ja: 'カード（PDF）', en: 'A card as PDF' },
    query: cardPdfQuery,
    answers: { 200: 'application/pdf' },
    refusals: [404, 409, 422, 503],
  },
  {
    ...{ id: 'getCardSvg', method: 'get', path: '/numbers/{number}/card.svg', tag: cards },
    says: { ja: 'カード（SVG）', en: 'A card as SVG' },
    query: cardQuery,
    answers: { 200: 'image/svg+xml' },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'getCardPng', method: 'get', path: '/numbers/{number}/card.png', tag: cards },
    says: { ja: 'カード（PNG）', en: 'A card as PNG' },
    query: cardQuery,
    answers: { 200: 'image/png' },
    refusals: [404, 409, 422, 503],
  },
  {
    ...{ id: 'printCards', method: 'get', path: '/cards.pdf', tag: cards },
    says: { ja: '何枚ものカードを1つのPDFに', en: 'Many cards in one PDF' },
    query: cardsQuery,
    answers: { 200: 'application/pdf' },
    refusals: [404, 409, 422, 503],
  },
  {
    ...{ id: 'getCardDesign', method: 'get', path: '/card-design', tag: cards },
    says: { ja: '自社カードのデザイン', en: "The merchant's own card" },
    answers: { 200: cardDesignSchema },
    refusals: [404],
  },
  {
    ...{ id: 'saveCardDesign', method: 'put', path: '/card-design', tag: cards },
    says: { ja: '自社カードのデザインを調べて保存する', en: 'Check a design and save it' },
    query: designQuery,
    upload: { parts: { layout: 'json', artwork: 'file' } },
    answers: { 200: cardDesignSchema },
    refusals: [403, 409, 422, 503],
    role: 'manager',
  },
  {
    ...{ id: 'getDocument', method: 'get', path: '/documents/{name}.pdf', tag: cards },
    says: { ja: '資料（記入済み）', en: "A document, filled in with the merchant's own" },
    answers: { 200: 'application/pdf' },
    refusals: [404, 503],
  },
]

export const cardAndNumberOperations: readonly Operation[] = [...numberOperations, ...cardOperations]
