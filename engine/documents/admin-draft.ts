/** What `import` writes of a customer's delegated administration. */
import { flowValue } from './yaml-text.ts'

export interface AdminDraft {
  /** By name, or by template id where the role has no name here. */
  readonly roles: readonly string[]
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** null: off, and not written. */
  readonly autoExtend: true | null
}

/** The value of `admin:`. */
export function adminValue({ roles, groups, autoExtend }: AdminDraft) {
  return {
    roles,
    ...(Object.keys(groups).length > 0 && { groups }),
    ...(autoExtend !== null && { autoExtend }),
  }
}

export function adminLines({ roles, groups, autoExtend }: AdminDraft): readonly string[] {
  const entries = Object.entries(groups)
  return [
    'admin:',
    `  roles: ${flowValue(roles)}`,
    ...(entries.length === 0
      ? []
      : ['  groups:', ...entries.map(([group, held]) => `    ${flowValue(group)}: ${flowValue(held)}`)]),
    ...(autoExtend === null ? [] : ['  autoExtend: true']),
  ]
}
