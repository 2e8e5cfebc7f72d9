/** T29: which world this is, and the proof that a process has its state folder open. */
import { createHmac } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../../providers/sandbox/index.ts'
import type { Random } from '../../../providers/sandbox/state/identity.ts'
import type { World } from '../../../schemas/generated/world.ts'
import { aRig, aWorld, type Rig, rigOf } from './rig.ts'

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'state')
}

/** Each byte is its place, counted from `first`. */
const counted =
  (first = 0): Random =>
  bytes =>
    Uint8Array.from({ length: bytes }, (_, place) => first + place)

async function open(stateDir: string, random?: Random, world: World = aWorld()): Promise<Rig> {
  const sandbox = await startSandbox({ world, stateDir, wallClock: () => 0, ...(random && { random }) })
  onTestFinished(() => sandbox.close())
  return rigOf(sandbox)
}

const health = async (rig: Rig) => (await rig.control('GET', 'health')).body

describe('the id of a world', () => {
  it('is told by health and by the start', async () => {
    const rig = await aRig(aWorld(), { random: counted() })
    expect(await health(rig)).toEqual({
      ready: true,
      world: 'test',
      worldId: '00010203-0405-4607-8809-0a0b0c0d0e0f',
      now: '2026-12-07T06:00:00.000Z',
    })
    expect(rig.sandbox.worldId).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f')
  })

  it('is another at each fresh start, of one World too', async () => {
    const [one, other] = [await aRig(), await aRig()]
    expect(one.sandbox.worldId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(one.sandbox.worldId).not.toBe(other.sandbox.worldId)
  })

  it('stays while the state lives, whatever World is given then', async () => {
    const folder = aFolder()
    const first = await open(folder, counted())
    await first.sandbox.close()
    const second = await open(folder, counted(100), aWorld({ name: 'another' }))
    expect((await health(second)).worldId).toBe('00010203-0405-4607-8809-0a0b0c0d0e0f')
    await second.sandbox.close()
    rmSync(folder, { recursive: true })
    expect((await health(await open(folder, counted(100)))).worldId).toBe(
      '64656667-6869-4a6b-ac6d-6e6f70717273',
    )
  })
})

describe('the proof', () => {
  const nonce = 'ab'.repeat(16)
  const proofIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8'))
  const expected = (key: string, url: string) =>
    createHmac('sha256', Buffer.from(key, 'hex')).update(`tenantform sandbox\n${url}\n${nonce}`).digest('hex')

  it('is in the folder while the sandbox runs, for its owner alone', async () => {
    const folder = aFolder()
    const { sandbox } = await open(folder, counted())
    expect(proofIn(folder)).toEqual({
      format: 1,
      url: sandbox.url,
      pid: process.pid,
      worldId: sandbox.worldId,
      key: Buffer.from(counted()(32)).toString('hex'),
    })
    const modes = ['', 'proof.json', 'state.jsonl'].map(name => statSync(join(folder, name)).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600, 0o600])
    await sandbox.close()
    expect(existsSync(join(folder, 'proof.json'))).toBe(false)
  })

  it('answers a challenge with the key of the folder, and another one after each start', async () => {
    const folder = aFolder()
    const seen: string[] = []
    for (let round = 0; round < 2; round += 1) {
      const rig = await open(folder)
      const { key, url } = proofIn(folder)
      const { status, body } = await rig.control('POST', 'challenge', { nonce })
      expect([status, body]).toEqual([200, { proof: expected(key, url) }])
      seen.push(key)
      await rig.sandbox.close()
    }
    expect(new Set(seen).size).toBe(2)
  })

  it('of a process that has another folder is another', async () => {
    const [ours, theirs] = [aFolder(), aFolder()]
    await open(ours)
    const stranger = await open(theirs)
    // Even with our key in its hands through its own file: the address is part of the proof.
    writeFileSync(join(theirs, 'proof.json'), readFileSync(join(ours, 'proof.json')))
    const { key, url } = proofIn(ours)
    const { body } = await stranger.control('POST', 'challenge', { nonce })
    expect(body.proof).not.toBe(expected(key, url))
  })

  it.each([
    [{}],
    [{ nonce: '' }],
    [{ nonce: 'ab'.repeat(15) }],
    [{ nonce: 'AB'.repeat(16) }],
    [{ nonce: 'ab'.repeat(65) }],
    [{ nonce, key: 1 }],
  ])('refuses the challenge %j', async body => {
    const rig = await open(aFolder())
    expect((await rig.control('POST', 'challenge', body)).status).toBe(400)
  })

  it('needs a folder', async () => {
    const rig = await aRig()
    expect((await rig.control('POST', 'challenge', { nonce })).status).toBe(404)
  })
})
