/** What others say of the files they read: test/published/README.md tells where each schema is from. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { root } from './example.ts'

const published = (name: string) => readFileSync(join(root, 'test', 'published', name), 'utf8')

/** Every way in which a text is no SARIF 2.1.0; empty: it is. */
export function notSarif(text: string): readonly string[] {
  // The schema is of draft 4, of which it uses nothing that later drafts read otherwise but `id`.
  const { id: _id, $schema: _draft, ...schema } = JSON.parse(published('sarif-2.1.0-rtm.5.json'))
  return problems(new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }), schema, text)
}

export function notCodeQuality(text: string): readonly string[] {
  return problems(new Ajv2020(), JSON.parse(published('code-quality.schema.json')), text)
}

export function notJunit(text: string): readonly string[] {
  const schema = XmlDocument.fromString(published('jenkins-junit.xsd'))
  const validator = XsdValidator.fromDoc(schema)
  const document = XmlDocument.fromString(text)
  try {
    validator.validate(document)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    document.dispose()
    validator.dispose()
    schema.dispose()
  }
}

function problems(ajv: Pick<Ajv, 'compile'>, schema: object, text: string): readonly string[] {
  const validate = ajv.compile(schema)
  if (validate(JSON.parse(text))) return []
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message}`)
}
