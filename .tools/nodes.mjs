// `npm run test:nodes`: the package and the whole main job on other versions of Node than the one that runs this: the oldest that
// `engines` in package.json allows and the newest of each line. The executables come through npm, as packages of this platform.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Oldest and newest of each line; the oldest two are the bounds that `engines` states. */
const versions = ['20.19.0', '22.12.0', '22.23.3', '24.21.0']
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const platform = { darwin: 'darwin', linux: 'linux' }[process.platform]
if (platform === undefined) {
  process.stderr.write('test:nodes runs on Linux and macOS only\n')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'tenantform-nodes-'))
try {
  const executables = versions.map(version => {
    const own = join(folder, version)
    const wanted = `node-${platform}-${process.arch}@${version}`
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', own, wanted], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return join(own, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node')
  })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const done = spawnSync(process.execPath, [vitest, 'run', 'test/package'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TENANTFORM_NODES: executables.join(delimiter) },
  })
  process.exitCode = done.status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
