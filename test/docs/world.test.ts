/** The World that docs/sandbox.md shows is one: it has no mistakes, and the sandbox that starts from it behaves as written beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadWorkspace } from '../../engine/load/load-workspace.ts'
import { aRig } from '../providers/sandbox/rig.ts'
import { root } from '../support/example.ts'

const page = readFileSync(join(root, 'docs', 'sandbox.md'), 'utf8')
const text =
  page
    .split('```yaml\n')
    .find(block => block.includes('\nkind: World\n'))
    ?.split('\n```')[0] ?? ''

it('the World of the page loads, and its sandbox has what it says', async () => {
  const { workspace, diagnostics } = loadWorkspace({
    files: [{ path: 'world.yaml', text }],
    readAttachment: () => undefined,
  })
  expect(diagnostics).toEqual([])
  if (workspace?.world === null || workspace === null) throw new Error('there is no World')
  const rig = await aRig(workspace.world)
  await rig.advance('P1D')
  const { days } = await rig.ledger()
  expect(days.map(({ family, charge }: { family: string; charge: string }) => [family, charge])).toEqual([
    ['business-standard', '7.5483870967741936'],
    ['exchange-p1', '0.6666666666666667'],
  ])
})
