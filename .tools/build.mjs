// Bundles the command: ESM, split so that a command loads only what it needs, nothing left to install. A second bundle with
// hooks for the crash suite goes to dist/test and is never shipped.
import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
// CommonJS dependencies ask for what an ES module does not have.
const banner = [
  "import { createRequire as __createRequire } from 'node:module'",
  "import { fileURLToPath as __fileURLToPath } from 'node:url'",
  'const require = __createRequire(import.meta.url)',
  'const __filename = __fileURLToPath(import.meta.url)',
  "const __dirname = __fileURLToPath(new URL('.', import.meta.url))",
].join(';')

async function bundle(outdir, entryPoints, hooks, external = []) {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    external,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    banner: { js: banner },
    chunkNames: 'chunks/[name]-[hash]',
    define: { TENANTFORM_VERSION: JSON.stringify(version), TENANTFORM_TEST_HOOKS: String(hooks) },
    logLevel: 'warning',
  })
}

// Built beside the old one and swapped in whole: a failed build leaves the last good command in place.
const fresh = join(root, '.dist-fresh')
rmSync(fresh, { recursive: true, force: true })
const main = { tenantform: 'cmd/main.ts' }
await bundle(fresh, main, false)
await bundle(join(fresh, 'test'), main, true)
await bundle(join(fresh, 'bench'), { bench: 'test/bench/main.ts' }, false, ['playwright-core'])
chmodSync(join(fresh, 'tenantform.js'), 0o755)
rmSync(join(root, 'dist'), { recursive: true, force: true })
renameSync(fresh, join(root, 'dist'))
