/** The mail templates, compiled here and now, so that a test sees what is written in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import mjml from 'mjml'

const FOLDER = fileURLToPath(new URL('../../../templates/mail/', import.meta.url))

/** By the names a renderer asks for; a fault in the MJML or an include that is not found throws. */
export const compileMails = async (): Promise<Readonly<Record<string, string>>> => {
  const templates: Record<string, string> = {}
  for (const file of readdirSync(FOLDER).filter((name) => !name.startsWith('_'))) {
    const source = readFileSync(`${FOLDER}${file}`, 'utf8')
    if (file.endsWith('.mjml')) {
      const { html, errors } = await mjml(source, {
        filePath: `${FOLDER}${file}`,
        validationLevel: 'strict',
        keepComments: false,
        fonts: {},
        ignoreIncludes: false,
      })
      if (errors.length > 0)
        throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('; '))
      templates[`mail/${file.replace('.mjml', '.html')}`] = html
    } else templates[`mail/${file.replace('.liquid', '')}`] = source
  }
  return templates
}
