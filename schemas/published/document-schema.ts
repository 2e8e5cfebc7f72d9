/** One schema for a document of any kind, for editors: a file may hold several kinds, and an editor takes one schema for a file. */

type Json = Readonly<Record<string, unknown>>

/** `kinds`: the schema of each kind of document, by its `kind`. References stay inside what is made of them. */
export function documentSchema(kinds: ReadonlyMap<string, Json>): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Tenantform document',
    description: 'A document of a Tenantform workspace; `kind` says which.',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { description: 'Version of the form of documents.', const: 'tenantform/v1' },
      kind: { description: 'What this document declares.', enum: [...kinds.keys()] },
    },
    allOf: [...kinds.keys()].map(kind => ({
      if: { properties: { kind: { const: kind } }, required: ['kind'] },
      /* oxlint-disable unicorn/no-thenable -- a keyword of JSON Schema */
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: `#/definitions/${kind}` },
    })),
    definitions: Object.fromEntries(
      [...kinds].flatMap(([kind, { $defs = {}, $schema: _draft, $id: _id, ...schema }]) => [
        [kind, moved(schema, kind)],
        ...Object.entries($defs as Json).map(([name, part]) => [`${kind}.${name}`, moved(part, kind)]),
      ]),
    ),
  }
}

function moved(value: unknown, kind: string): unknown {
  if (Array.isArray(value)) return value.map(inner => moved(inner, kind))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', `#/definitions/${kind}.`)]
        : [key, moved(inner, kind)],
    ),
  )
}
