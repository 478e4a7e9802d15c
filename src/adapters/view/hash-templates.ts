/** Tells whether templates have changed since the last time. */

/** FNV-1a of the templates whose names match: not for secrets, only to notice a change. */
export const hashTemplates = (templates: Readonly<Record<string, string>>, names: RegExp): string => {
  let hash = 0x811c9dc5
  for (const name of Object.keys(templates)
    .filter((key) => names.test(key))
    .sort()) {
    for (const character of `${name}\n${templates[name]}\n`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
    }
  }
  return (hash >>> 0).toString(16)
}
