// Known weaknesses of what is installed, where a registry answers that question; where none does, that is said, and it is no
// failure: a mirror without an audit service must not stop a change.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const done = spawnSync('npm', ['audit', '--json', '--audit-level=high'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
})
let answer
try {
  answer = JSON.parse(done.stdout)
} catch {}
if (answer?.metadata?.vulnerabilities === undefined) {
  process.stdout.write('audit: no registry here answers `npm audit`; nothing is known about weaknesses\n')
  process.exit(0)
}
const counts = answer.metadata.vulnerabilities
process.stdout.write(
  `audit: ${Object.entries(counts)
    .map(([level, count]) => `${count} ${level}`)
    .join(', ')}\n`,
)
for (const { name, severity, range } of Object.values(answer.vulnerabilities ?? {}))
  if (severity === 'high' || severity === 'critical')
    process.stderr.write(`audit: ${severity}: ${name} ${range}\n`)
process.exit(counts.high + counts.critical === 0 ? 0 : 1)
