/** Whose documents are whose, where several workspaces lie below one folder. */
import { describe, expect, it } from 'vitest'
import { separateWorkspaces } from '../../../engine/load/workspaces-below.ts'

const document = (...kinds: readonly string[]) =>
  kinds.map(kind => `apiVersion: tenantform/v1\nkind: ${kind}\n`).join('---\n')

function separated(files: Readonly<Record<string, readonly string[] | string>>) {
  const { own, others, isOne } = separateWorkspaces(
    Object.entries(files).map(([path, kinds]) => ({
      path,
      text: typeof kinds === 'string' ? kinds : document(...kinds),
    })),
  )
  return { own: own.map(({ path }) => path), others, isOne }
}

describe('a folder', () => {
  it('with a workspace below leaves that one out, wherever its own Workspace document lies', () => {
    const below = {
      'emea/workspace.yaml': ['Workspace'],
      'emea/accounts/partners.yaml': ['Partner'],
      'emea/customers/rossi.yaml': ['Customer'],
    }
    for (const settings of ['workspace.yaml', 'settings/us.yaml', 'partners.yaml'])
      expect(separated({ [settings]: ['Workspace'], 'all.yaml': ['Partner', 'Customer'], ...below })).toEqual(
        {
          own: settings === 'all.yaml' ? ['all.yaml'] : [settings, 'all.yaml'],
          others: ['emea'],
          isOne: true,
        },
      )
    expect(separated({ 'partners.yaml': ['Partner'], ...below })).toEqual({
      own: ['partners.yaml'],
      others: ['emea'],
      isOne: true,
    })
  })

  it('that holds nothing of ours but workspaces is none', () => {
    expect(
      separated({
        'docker-compose.yaml': 'services: {}\n',
        'emea/all.yaml': ['Workspace', 'Partner'],
        'us/west/all.yml': ['Partner', 'Workspace'],
      }),
    ).toEqual({ own: [], others: ['emea', 'us/west'], isOne: false })
    expect(separated({ 'tenants/all.yaml': ['Workspace', 'Partner'] })).toEqual({
      own: [],
      others: ['tenants'],
      isOne: false,
    })
    // Whose these customers are cannot be told.
    expect(
      separated({
        'customers.yaml': ['Customer'],
        'a/all.yaml': ['Workspace', 'Partner'],
        'b/all.yaml': ['Workspace', 'Partner'],
      }),
    ).toEqual({ own: [], others: ['a', 'b'], isOne: false })
  })

  it('is one workspace where its documents are spread over folders', () => {
    const spread = [
      {
        'settings/workspace.yaml': ['Workspace'],
        'partners.yaml': ['Partner'],
        'c/rossi.yaml': ['Customer'],
      },
      { 'settings/all.yaml': ['Workspace', 'Partner'], 'c/rossi.yaml': ['Customer'] },
      { 'partners.yaml': ['Partner'], 'c/rossi.yaml': ['Customer'] },
      { 'readme.yaml': 'note: |\n  kind: Workspace\n  kind: Partner\n' },
    ]
    for (const files of spread)
      expect(separated(files)).toEqual({ own: Object.keys(files), others: [], isOne: true })
  })

  it('leaves a workspace within another one to that one', () => {
    expect(
      separated({
        'workspace.yaml': ['Workspace'],
        'partners.yaml': ['Partner'],
        'a/all.yaml': ['Workspace', 'Partner'],
        'a/b/all.yaml': ['Workspace', 'Partner'],
        'ab/rossi.yaml': ['Customer'],
      }),
    ).toEqual({ own: ['workspace.yaml', 'partners.yaml', 'ab/rossi.yaml'], others: ['a'], isOne: true })
  })

  // Was red: its documents were taken for those of the folder above.
  it.each([
    ['in braces', '{apiVersion: tenantform/v1, kind: Workspace}\n'],
    ['in braces over several lines', '{\n  "apiVersion": "tenantform/v1",\n  "kind": "Workspace"\n}\n'],
    ['behind a question mark', 'apiVersion: tenantform/v1\n? kind\n: Workspace\n'],
    ['behind an anchor', 'apiVersion: tenantform/v1\nkind: &own Workspace\n'],
    ['on a line of its own', 'apiVersion: tenantform/v1\nkind:\n  Workspace\n'],
    ['indented', '  apiVersion: tenantform/v1\n  kind: Workspace\n'],
  ])('leaves a workspace below out whose kind is written %s', (_, text) => {
    expect(
      separated({
        'partners.yaml': ['Partner'],
        'emea/workspace.yaml': text,
        'emea/partners.yaml': text.replace('Workspace', 'Partner'),
        'emea/rossi.yaml': ['Customer'],
      }),
    ).toEqual({ own: ['partners.yaml'], others: ['emea'], isOne: true })
  })
})
