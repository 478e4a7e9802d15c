import { feedDetailSchema, feedItemSchema, feedSchema, feedTakenSchema, proofSchema } from './feed-answers.ts'
import { feedItemQuery, feedListQuery, feedQuery } from './feed-schemas.ts'
import type { Operation } from './operation.ts'
import { pageOf, problemDocument } from './schema-parts.ts'

const tag = 'feeds'
export const feedOperations: readonly Operation[] = [
  {
    ...{ id: 'collectFeed', method: 'post', path: '/feeds', tag },
    says: { ja: '収納データを取り込む', en: 'Take a collection data file' },
    query: feedQuery,
    upload: { raw: 'application/octet-stream', parts: { file: 'file' } },
    answers: { 200: feedTakenSchema, 201: feedTakenSchema, 422: problemDocument },
    refusals: [409],
  },
  {
    ...{ id: 'listFeeds', method: 'get', path: '/feeds', tag },
    says: { ja: '取り込んだ収納データ', en: 'The files that were taken' },
    query: feedListQuery,
    answers: { 200: pageOf(feedSchema, 'FeedPage') },
    refusals: [422],
  },
  {
    ...{ id: 'getFeed', method: 'get', path: '/feeds/{id}', tag },
    says: { ja: '収納データの集計と、人が見るもの', en: 'A file, its summary and what is for a person' },
    answers: { 200: feedDetailSchema },
    refusals: [404],
  },
  {
    ...{ id: 'listFeedItems', method: 'get', path: '/feeds/{id}/items', tag },
    says: { ja: '収納データの行', en: 'The records of a file' },
    query: feedItemQuery,
    answers: { 200: pageOf(feedItemSchema, 'FeedItemPage') },
    refusals: [404, 422],
  },
  {
    ...{ id: 'getFeedFile', method: 'get', path: '/feeds/{id}/file', tag },
    says: { ja: '届いたままのファイル', en: 'The file as it came' },
    answers: { 200: 'application/octet-stream' },
    refusals: [404],
  },
  {
    ...{ id: 'finishFeedItem', method: 'post', path: '/feeds/{id}/items/{row}/done', tag },
    says: { ja: '行を済みにする', en: 'Tick a record off' },
    answers: { 204: 'nothing' },
    refusals: [404, 409],
  },
  {
    ...{ id: 'listProofStops', method: 'get', path: '/proofs', tag: 'mails' },
    says: { ja: '検品で止まっているお知らせ', en: 'Mails held back by a failed proof' },
    answers: { 200: pageOf(proofSchema, 'ProofStopPage') },
    refusals: [],
  },
  {
    ...{ id: 'resumeNotices', method: 'post', path: '/proofs/{id}/resume', tag: 'mails' },
    says: { ja: '止まっているお知らせを送る', en: 'Let them go' },
    answers: { 202: proofSchema },
    refusals: [404, 409],
  },
]
