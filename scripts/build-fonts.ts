/** Cuts the bundled fonts out of their packages into `fonts/` and writes `fonts/fonts.css`, each character in one file. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const TARGET = join(ROOT, 'fonts')
const WEIGHTS = [400, 700] as const

/** In order of preference: a character is taken from the first file that really has it. */
const families = [
  { name: 'Pitpost Sans', folder: 'biz-udpgothic', package: '@fontsource/biz-udpgothic' },
  { name: 'Pitpost Fallback', folder: 'noto-sans-jp', package: '@fontsource/noto-sans-jp' },
] as const

/** What most bills and names are written with, beside the words that stand on every sheet. */
const EVERYDAY_WORDS = `
  ①②③④⑤⑥⑦⑧⑨⑩㈱㈲々〆ヶ「」『』（）［］【】〜～・ー、。！？：；／＋－＝％＆＃＠￥¥※→
  一二三四五六七八九十百千万円年月日分回件名様御中株式会社有限合同法人一般財団社団学校塾教室協会組合
  料金代費税込抜小計合請求支払額内訳明細単価数量登録番号期限発行備考手続予定案内通知書控用紙電話住所
  月謝授業受講教材会費年会費参加費家賃管理費駐車場水道電気電灯修理工事点検保険更新入会入学春夏秋冬期講習
  注文商品送料配送購入定期便利用診療治療検診給食保育園幼稚園部活動合宿検定試験模試冊子新聞牛乳
  佐藤鈴木高橋髙田中伊渡辺邊邉山本村小林加吉松井清斎齋斉池上森石川前岡長谷近坂遠青福西太三浦原後
  野大久保竹内金子和島崎﨑嶋安藤永今河武平丸宮菅杉千葉岩桜櫻木柴新沢澤濱浜塚横関根市服部神東北南
  花美恵香織奈由真優子愛菜里沙紀明幸代智広浩裕之健太郎翔一大介直樹和也拓哉誠隆学亮悠斗陽葵結衣莉
`

const charactersOf = (font: Buffer): readonly number[] => {
  const face = fontkit.create(font)
  if (!('characterSet' in face)) throw new Error('a collection instead of a font')
  return face.characterSet.filter((code) => code > 0x1f)
}

/** `U+20-7e,U+a5`: neighbours as one range. */
const toUnicodeRange = (codes: readonly number[]): string => {
  const ranges: [number, number][] = []
  for (const code of codes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] + 1 === code) last[1] = code
    else ranges.push([code, code])
  }
  return ranges
    .map(([from, to]) => `U+${from.toString(16)}${from === to ? '' : `-${to.toString(16)}`}`)
    .join(',')
}

/** The most used of the numbered slices, about 1,000 characters. */
const FREQUENT_SLICES = 20

/** Latin, kana and what stands on nearly every sheet: the fewer files a sheet needs, the faster and smaller it is. */
const everyday = (slices: readonly string[]): ReadonlySet<number> => {
  const between = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const fixed = ['templates/sheet/sheet.liquid', 'src/domain/chain.ts']
  const text = EVERYDAY_WORDS + fixed.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('')
  const written = [...text].map((character) => character.codePointAt(0) ?? 0)
  return new Set([
    ...between(0x20, 0x7e),
    ...between(0x3041, 0x3096),
    ...between(0x30a1, 0x30fe),
    ...written.filter((code) => code > 0x7e),
    ...slices.slice(0, FREQUENT_SLICES).flatMap((path) => charactersOf(readFileSync(path))),
  ])
}

/** Without hints and layout tables, which print has no use for: shaping is faster and the PDF smaller. */
const cut = (font: Buffer, codes: readonly number[]): Promise<Buffer> =>
  subsetFont(font, String.fromCodePoint(...codes), {
    targetFormat: 'woff2',
    noHinting: true,
    dropTables: ['GSUB', 'GPOS', 'BASE', 'STAT', 'gasp', 'vhea', 'vmtx'],
  })

/** The packages' numbered slices, the most used first; their single `japanese` file lacks 髙 﨑 ① ㈱. */
const slicesOf = (source: string, prefix: string, weight: number): readonly string[] => {
  const slice = new RegExp(`^${prefix}-(\\d+)-${weight}-normal\\.woff2$`)
  return readdirSync(source)
    .filter((name) => slice.test(name))
    .sort((a, b) => Number(slice.exec(b)?.[1]) - Number(slice.exec(a)?.[1]))
}

const rules: string[] = []
let characters = 0
for (const weight of WEIGHTS) {
  const known = new Set<number>()
  for (const family of families) {
    const source = join(ROOT, 'node_modules', family.package, 'files')
    const target = join(TARGET, family.folder)
    if (weight === WEIGHTS[0]) rmSync(target, { recursive: true, force: true })
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'LICENSE'), readFileSync(join(source, '..', 'LICENSE')))
    const add = async (name: string, font: Buffer, codes: readonly number[]): Promise<void> => {
      if (codes.length === 0) return
      for (const code of codes) known.add(code)
      writeFileSync(join(target, `${name}-${weight}.woff2`), await cut(font, codes))
      rules.push(
        `@font-face{font-family:'${family.name}';font-weight:${weight};font-display:block;` +
          `src:url(${family.folder}/${name}-${weight}.woff2) format('woff2');unicode-range:${toUnicodeRange(codes)}}`,
      )
    }
    if (known.size === 0) {
      const whole = readFileSync(join(source, `${family.folder}-japanese-${weight}-normal.woff2`))
      const wanted = everyday(slicesOf(source, family.folder, weight).map((file) => join(source, file)))
      await add(
        'everyday',
        whole,
        charactersOf(whole).filter((code) => wanted.has(code)),
      )
    }
    for (const file of slicesOf(source, family.folder, weight)) {
      const font = readFileSync(join(source, file))
      const fresh = charactersOf(font).filter((code) => !known.has(code))
      await add(`slice-${/-(\d+)-/.exec(file)?.[1]}`, font, fresh)
    }
  }
  characters = known.size
}
writeFileSync(join(TARGET, 'fonts.css'), `${rules.join('\n')}\n`)
console.log(`fonts: ${rules.length} files, ${characters} characters`)
