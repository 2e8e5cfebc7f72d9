// Everything a change must pass, the same here and elsewhere: types, lint, dependency rules, what nothing uses, format, generation that
// leaves a clean tree, and the tests (docs tests among them). Runs all of it, then says which failed.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'))
const steps = [
  ['lock file', process.execPath, ['.tools/lock.mjs']],
  ['audit', process.execPath, ['.tools/audit.mjs']],
  ['types', 'npm', ['run', '--silent', 'types']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['layers', 'npm', ['run', '--silent', 'layers']],
  ['unused', 'npm', ['run', '--silent', 'unused']],
  ['format', 'npm', ['run', '--silent', 'format:check']],
  ['generation', process.execPath, ['.tools/generate.mjs']],
  ['clean tree', 'git', ['diff', '--exit-code', '--stat', '--', 'schemas/generated']],
  ['tests', 'npm', ['test', '--silent']],
]
const results = steps.map(([name, command, args]) => {
  const started = process.hrtime.bigint()
  process.stdout.write(`\n── ${name}\n`)
  const done = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  return { name, passed: done.status === 0, seconds: Number(process.hrtime.bigint() - started) / 1e9 }
})
process.stdout.write('\n')
for (const { name, passed, seconds } of results)
  process.stdout.write(`${passed ? 'pass' : 'FAIL'}  ${name} (${seconds.toFixed(1)} s)\n`)
process.exit(results.every(result => result.passed) ? 0 : 1)
