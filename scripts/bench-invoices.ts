/** Fills a database with a merchant's invoices of three years, as many as one likes, within seconds rather than minutes. */
import { sql } from 'kysely'
import { query } from '../src/adapters/store/database.ts'
import type { SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { toSearchKey } from '../src/domain/japanese-text.ts'

/** The day of the last registration. */
export const NEWEST_DAY = Temporal.PlainDate.from('2026-11-25')
const DAYS = 1_095

const surnames = [
  ...[
    '田中 タナカ',
    '鈴木 スズキ',
    '佐藤 サトウ',
    '髙橋 タカハシ',
    '伊藤 イトウ',
    '渡辺 ワタナベ',
    '山本 ヤマモト',
  ],
  ...[
    '中村 ナカムラ',
    '小林 コバヤシ',
    '加藤 カトウ',
    '吉田 ヨシダ',
    '山田 ヤマダ',
    '佐々木 ササキ',
    '山口 ヤマグチ',
  ],
  ...[
    '松本 マツモト',
    '井上 イノウエ',
    '木村 キムラ',
    '林 ハヤシ',
    '清水 シミズ',
    '森 モリ',
    '池田 イケダ',
    '橋本 ハシモト',
  ],
  ...['阿部 アベ', '石川 イシカワ', '東海林 ショウジ', '原 ハラ', '株式会社桜 カブシキガイシャサクラ'],
]
const given = [
  ...[
    '花子 ハナコ',
    '一郎 イチロウ',
    '太郎 タロウ',
    '美咲 ミサキ',
    '陽菜 ヒナ',
    '蓮 レン',
    'さくら サクラ',
    '大翔 ヒロト',
  ],
  ...['結衣 ユイ', '翔太 ショウタ', '愛 アイ', '健 ケン', '真由美 マユミ', '𠮷男 ヨシオ'],
]

/** Every name there is; one of them only once in a thousand. */
const names = (): string => {
  const all = surnames.flatMap((surname) =>
    given.map((name) => {
      const [last = '', lastKana = ''] = surname.split(' ')
      const [first = '', firstKana = ''] = name.split(' ')
      return [`${last} ${first}`, `${lastKana} ${firstKana}`]
    }),
  )
  return JSON.stringify(
    all.map(([name = '', kana = '']) => [name, kana, toSearchKey(name), toSearchKey(kana)]),
  )
}

/** Scatters whole numbers below `below`, the same at every run. */
const scatter = (salt: number, below: number) =>
  sql`((n * ${7_919 + salt * 2} + (n * ${104_729 + salt * 6} >> 7)) % ${below})`

/** Indexes and triggers are left out while the rows are written, and made anew behind them. */
export const fillInvoices = async (
  database: SqliteDatabase,
  merchantId: string,
  rows: number,
): Promise<void> => {
  const run = async (statement: ReturnType<typeof sql>): Promise<void> => {
    await database.all(statement.compile(query))
  }
  const aside = await setAside(database)
  await run(sql`create temp table bench_names as select key as id, value->>0 as name, value->>1 as kana, value->>2 as name_key,
    value->>3 as kana_key from json_each(${names()})`)
  await run(sql`create index temp.bench_ids on bench_names (id)`)
  await run(sql`create temp table bench_rows as
    with recursive counted (n) as (select 1 union all select n + 1 from counted where n < ${rows})
    select n, ${rows} - n as back, case when n % 1000 = 7 then -1 else ${scatter(1, surnames.length * given.length)} end as name_id,
      case ${scatter(2, 10)} when 0 then ${scatter(3, 300_000)} + 1 when 1 then 13200 when 2 then 11000 when 3 then 8800
        else (${scatter(4, 300)} + 1) * 110 end as amount,
      date(${NEWEST_DAY.toString()}, '-' || ((${rows} - n) * ${DAYS} / ${rows}) || ' days') as registered,
      ${scatter(5, 60)} as term, ${scatter(6, 1_000)} as luck from counted`)
  await run(
    sql`insert into bench_names values (-1, '勅使河原 花子', 'テシガワラ ハナコ', '勅使河原花子', 'テシガワラハナコ')`,
  )
  await run(sql`insert into invoices (id, merchant_id, number, reference, customer_name, kana, honorific, email, subject, amount_yen,
      lines, due_day, repeats, deliver, status, version, token, registered_at, registered_day, search_key, customer_key,
      barcode_reference, language, remind)
    select printf('inv_%026d', n), ${merchantId}, printf('29%011d', ${scatter(8, 99_999_999)} * 1000 + n % 1000),
      printf('R-%07d', n), name, kana, '様', printf('a%d@example.com', name_id), '12月分 月謝', amount, '[]',
      date(registered, '+' || term || ' days'), 0, 'none',
      case when luck < 20 then 'cancelled' when luck < 80 then 'expired'
        when date(registered, '+' || term || ' days') >= ${NEWEST_DAY.toString()} and luck < 600 then 'open'
        when back * ${DAYS} / ${rows} < 10 then 'paid' else 'confirmed' end,
      2, printf('token-%020d', n), registered || 'T01:00:00.000Z', registered,
      name_key || ' ' || kana_key || ' ' || printf('r-%07d', n) || ' ' || printf('29%011d', ${scatter(8, 99_999_999)} * 1000 + n % 1000),
      name_key || '|' || printf('a%d@example.com', name_id), printf('%016d', n), 'ja', 1
    from bench_rows join bench_names on bench_names.id = name_id order by n`)
  await run(sql`insert into invoice_list (invoice_id, merchant_id, status, registered_day, due_day, amount_yen, customer_key, search_key)
    select id, merchant_id, status, replace(registered_day, '-', '') + 0, replace(due_day, '-', '') + 0, amount_yen,
      customer_key, search_key from invoices where token like 'token-%' order by id`)
  await run(sql`with recursive places (place) as (select 1 union all select place + 1 from places where place < 400)
    insert into invoice_search (rowid, pieces) select doc, (
      select group_concat(case when instr(piece, ' ') > 0 then substr(piece, 1, instr(piece, ' ') - 1) else piece end, ' ')
      from (select substr(search_key, place, 3) as piece from places where place <= length(search_key)))
    from invoice_list order by doc`)
  for (const statement of aside) database.runScript(statement)
}

/** Drops what would slow the writing down, and answers how to make it again. */
const setAside = async (database: SqliteDatabase): Promise<readonly string[]> => {
  database.runScript('pragma foreign_keys = off')
  const found = sql<{ type: string; name: string; sql: string }>`select type, name, sql from sqlite_master
    where tbl_name in ('invoices', 'invoice_list') and type in ('index', 'trigger') and sql is not null`
  const rows = await database.all(found.compile(query))
  for (const { type, name } of rows) database.runScript(`drop ${type} ${name}`)
  return rows.map((row) => row.sql)
}
