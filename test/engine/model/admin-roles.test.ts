import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { roleIdOf, roleName, roleNames } from '../../../engine/model/admin-roles.ts'
import { isGuid } from '../../../engine/model/guid.ts'
import { root } from '../../support/example.ts'

test('roles have the ids that the page of facts was compared with Microsoft for, and no others', () => {
  const page = readFileSync(join(root, 'docs/partner-center-facts.md'), 'utf8')
  const listed = [...page.matchAll(/^\| ([a-z-]+) \| `([0-9a-f-]{36})` \|$/gm)].map(([, name, id]) => [
    name,
    id,
  ])
  expect(listed).toEqual(roleNames.map(name => [name, roleIdOf(name)]))
  expect(listed.every(([name, id]) => isGuid(id ?? '') && roleName(id ?? '') === name)).toBe(true)
  expect(new Set(listed.map(([, id]) => id)).size).toBe(listed.length)
})
