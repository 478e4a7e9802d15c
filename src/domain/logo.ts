/** A merchant's logo: what is taken, and where it is kept. */
import type { Problem } from './result.ts'

const logoTypes = ['image/png', 'image/jpeg', 'image/svg+xml'] as const
export type LogoType = (typeof logoTypes)[number]
export type Logo = { readonly type: LogoType; readonly bytes: Uint8Array }

/** It stands on every sheet, and a sheet is mailed: 48 KiB. */
export const MAX_LOGO_BYTES = 48 * 1024
/** What is said of a logo with more bytes than that. */
export const tooLargeLogo = (bytes: number): Problem => {
  const [kib, max] = [Math.ceil(bytes / 1024), MAX_LOGO_BYTES / 1024]
  return {
    field: 'logo',
    value: `${kib} KiB`,
    rule: 'logo-size',
    message: {
      ja: `ロゴ：${max} KiBまでです（いま${kib} KiB）。小さくするか、SVGで書き出してください。`,
      en: `logo: has ${kib} KiB, at most ${max}; make it smaller or export it as SVG.`,
    },
  }
}

/** Pixels of its longer side: the sheet shows it at 60 mm at the most. */
export const MAX_LOGO_PIXELS = 1_600

const endings: Readonly<Record<LogoType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
}

/** The vault's key: by the content, so that a sheet that is being printed keeps the logo it began with. */
export const toLogoKey = (merchantId: string, sha256: string, type: LogoType): string =>
  `logos/${merchantId}/${sha256}.${endings[type]}`

/** What is kept under a key. */
export const typeOfLogo = (key: string): LogoType =>
  logoTypes.find((type) => key.endsWith(`.${endings[type]}`)) ?? 'image/png'

/** The `data:` address of what is kept under a key. */
export const toLogoUrl = (key: string, bytes: Uint8Array): string =>
  `data:${typeOfLogo(key)};base64,${bytes.toBase64()}`
