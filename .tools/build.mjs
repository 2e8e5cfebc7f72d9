// Bundles the command: ESM, split so that a command loads only what it needs, nothing left to install. A second bundle with
// hooks for the crash suite, and with the program as a function for the scenarios, goes to dist/test and is never shipped. `--without NAME` adds one more to dist/without/NAME, with hooks
// and without that safety check; NAME+NAME leaves out both, where either is enough.
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { bundledPackages, noticesText } from './notices.mjs'
import { safetyChecks } from './safety-checks.mjs'

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

async function bundle(outdir, entryPoints, hooks, { external = [], plugins = [] } = {}) {
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints,
    outdir,
    bundle: true,
    external,
    plugins,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    banner: { js: banner },
    chunkNames: 'chunks/[name]-[hash]',
    define: {
      TENANTFORM_VERSION: JSON.stringify(version),
      TENANTFORM_TEST_HOOKS: String(hooks),
      // Nobody's DEBUG reaches a library: the one behind axios' tunnels prints the proxy's password.
      'process.env.DEBUG': 'undefined',
    },
    logLevel: 'warning',
  })
  return metafile
}

/** Leaves one check out of the source as it is read; a check that moved fails the build instead of being left in. */
function leavingOut(name) {
  const check = safetyChecks[name]
  if (check === undefined)
    throw new Error(`no safety check is called ${name}: ${Object.keys(safetyChecks).join(', ')}`)
  return {
    name: 'without a safety check',
    setup(esbuild) {
      esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path !== join(root, check.file)) return undefined
        const source = readFileSync(path, 'utf8')
        if (source.split(check.from).length !== 2)
          throw new Error(`${check.file}: the check ${name} has moved`)
        return { contents: source.replace(check.from, () => check.to), loader: 'ts' }
      })
    },
  }
}

const { without } = parseArgs({ options: { without: { type: 'string', multiple: true } } }).values
const main = { tenantform: 'cmd/main.ts' }
if (without !== undefined) {
  for (const name of without)
    await bundle(join(root, 'dist', 'without', name), main, true, {
      plugins: name.split('+').map(leavingOut),
    })
  process.exit(0)
}

// Built beside the old one and swapped in whole: a failed build leaves the last good command in place.
const fresh = join(root, '.dist-fresh')
rmSync(fresh, { recursive: true, force: true })
const shipped = await bundle(fresh, { ...main, library: 'cmd/library/index.ts' }, false)
// The compiled validators were bundled before, when they were generated: what they contain stands beside them.
const validators = JSON.parse(
  readFileSync(join(root, 'schemas', 'generated', 'validators', 'validators.packages.json'), 'utf8'),
)
const packages = [...new Set([...bundledPackages(shipped), ...validators])]
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesText(root, packages))
await bundle(join(fresh, 'test'), { ...main, program: 'cmd/program/program.ts', crash: 'cmd/crash.ts' }, true)
await bundle(join(fresh, 'bench'), { bench: 'test/bench/main.ts' }, false, {
  external: ['playwright-core'],
})
chmodSync(join(fresh, 'tenantform.js'), 0o755)
rmSync(join(root, 'dist'), { recursive: true, force: true })
renameSync(fresh, join(root, 'dist'))
