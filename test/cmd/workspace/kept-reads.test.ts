import { expect, it } from 'vitest'
import { readKept, writeKept } from '../../../cmd/workspace/kept-reads.ts'
import { aDesired, aPlace } from '../../support/builders/index.ts'

const desired = aDesired()
const place = { version: 'test', madeIn: aPlace(desired), partners: desired.partners }

// Nobody can make a folder in /proc, whoever runs the tests.
it.runIf(process.platform === 'linux')(
  'a workspace that takes no writes keeps nothing, and that is a warning',
  async () => {
    expect(await readKept('/proc', place)).toEqual({ why: 'nothing kept' })
    expect(await writeKept('/proc', { lists: [], accounts: [] }, place)).toMatchObject({
      code: 'COMMAND.READS_NOT_KEPT',
      severity: 'warning',
      detail: expect.stringMatching(/^\/proc\/\.tenantform: E[A-Z]+\.$/),
    })
  },
)
