/** An exception for a rule that is nowhere lets nothing pass; whoever wrote it is told when the documents are read. */
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'

const policy =
  'kind: Policy\nname: guards\nrules:\n  - { id: seats-sane, scope: apply, deny: { customersOver: 4 } }\n'
const exceptionFor = (rule: string) =>
  `kind: Workspace\nexceptions:\n  - { rule: ${rule}, scope: "*", reason: agreed, until: "2026-12-11" }\n`

function told(...documents: readonly string[]): readonly string[] {
  const text = documents.map(document => `apiVersion: tenantform/v1\n${document}`).join('---\n')
  const { diagnostics } = loadWorkspace({
    files: [{ path: 'a.yaml', text }],
    readAttachment: () => undefined,
  })
  return diagnostics.map(({ code, at, detail }) => `${at?.line}:${at?.column} ${code} ${detail}`)
}

it.each(['guards/seats-sane', 'seats-sane'])('names its rule as %s', rule => {
  expect(told(policy, exceptionFor(rule))).toEqual([])
})

it.each([
  ['guards/seat-sane', '; did you mean `guards/seats-sane`?'],
  ['seats-sain', '; did you mean `seats-sane`?'],
  ['other/seats-sane', '; did you mean `guards/seats-sane`?'],
  ['money', '.'],
])('that names %s, which no Policy has, is told at its line', (rule, end) => {
  expect(told(policy, exceptionFor(rule))).toEqual([
    `10:13 DOCUMENT.UNKNOWN_RULE No Policy document has a rule \`${rule}\`${end}`,
  ])
})

it('is no second mistake beside a Policy that is too wrong to be used', () => {
  expect(told('kind: Policy\nname: guards\nrules: none\n', exceptionFor('guards/seats-sane'))).toEqual([
    expect.stringMatching(/^4:8 DOCUMENT\.WRONG_TYPE /),
  ])
})
