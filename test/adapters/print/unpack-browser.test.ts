/** How the browser comes out of its package, in a folder where it has never been. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unpackBrowser } from '../../../src/adapters/print/unpack-browser.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitpost-unpack-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** A package like the real one, its browser a script that says what it is given. */
const makePackage = (script: string): string => {
  const folder = join(root, 'package')
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const emptyTar = Buffer.alloc(1024)
  const archives = { chromium: Buffer.from(script), 'fonts.tar': emptyTar, 'al2023.tar': emptyTar }
  for (const [name, bytes] of Object.entries(archives))
    writeFileSync(join(folder, 'bin', `${name}.br`), brotliCompressSync(bytes))
  writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }')
  return folder
}
const WHOLE = '#!/bin/sh\necho "$1 $FONTCONFIG_FILE $LD_LIBRARY_PATH"\n'
const unpack = (folder: string) => unpackBrowser(Object.assign(process.env, { XDG_CACHE_HOME: root }), folder)
const keptIn = (): readonly string[] => readdirSync(join(root, 'pitpost'))

test('who comes first, second or at the same time gets the same whole browser, and one copy is kept', async () => {
  const folder = makePackage(WHOLE)
  const paths = await Promise.all([unpack(folder), unpack(folder), unpack(folder)])
  expect(new Set([...paths, await unpack(folder)]).size).toBe(1)
  expect(keptIn()).toEqual(['chromium-1.2.3'])
  const home = join(root, 'pitpost', 'chromium-1.2.3')
  expect(execFileSync(paths[0] ?? '', ['--x'], { env: {} }).toString()).toBe(
    `--x ${home}/fonts.conf ${home}/al2023/lib\n`,
  )
})

test('a package that cannot be unpacked leaves nothing behind that looks like a browser', async () => {
  const folder = makePackage(WHOLE)
  writeFileSync(join(folder, 'bin', 'fonts.tar.br'), 'broken')
  await expect(unpack(folder)).rejects.toThrow()
  expect(keptIn()).toEqual([])
})
