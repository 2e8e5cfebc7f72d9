/** The blob service of Azurite for the length of a test file. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './example.ts'

/** Azurite's account, the same everywhere and no secret. */
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export interface Azurite {
  readonly connection: string
  stop(): Promise<void>
}

export async function startAzurite(): Promise<Azurite> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'tenantform-azurite-'))
  const program = join(root, 'node_modules/azurite/dist/src/blob/main.js')
  const child = spawn(
    process.execPath,
    [
      program,
      '--blobPort',
      String(port),
      '--location',
      folder,
      '--skipApiVersionCheck',
      '--disableTelemetry',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('Azurite did not start.')))
    child.stdout.on('data', chunk => {
      if (/successfully listen/i.test(String(chunk))) resolve()
    })
  })
  return {
    connection: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=http://127.0.0.1:${port}/${account};`,
    async stop() {
      child.kill()
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
