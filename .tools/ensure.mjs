// Makes a fresh clone ready: installs what package-lock.json asks for, and generates what the schemas imply.
// Every npm script starts here, so that `npm run demo` and `npm test` work with nothing but Node and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

/** npm writes node_modules/.package-lock.json last, so it is there exactly when an install has finished. */
function installed() {
  const marker = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(marker)) return false
  const have = JSON.parse(readFileSync(marker, 'utf8')).packages
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  )
}

function newest(folder, accept) {
  return Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile() && accept(entry.name))
      .map(entry => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  )
}

function generated() {
  const validators = join(root, 'schemas', 'generated', 'validators', 'files.validators.js')
  if (!existsSync(validators)) return false
  const sources = newest(join(root, 'schemas'), name => name.endsWith('.schema.json'))
  return statSync(validators).mtimeMs >= sources
}

if (!installed()) {
  process.stderr.write('tenantform: installing dependencies (npm ci)\n')
  run('npm', ['ci', '--no-audit', '--no-fund'])
}
if (!generated()) run(process.execPath, [join(root, '.tools', 'generate.mjs')])
