// Types of the library, into dist/types: what its front door reaches and nothing else, with the endings that a consumer resolves.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const front = 'cmd/library/index.ts'
const made = mkdtempSync(join(root, '.types-'))
const out = join(root, 'dist', 'types')
try {
  const config = join(made, 'tsconfig.json')
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        incremental: false,
        tsBuildInfoFile: null,
        rootDir: root,
        outDir: join(made, 'out'),
      },
      include: [],
      files: [join(root, front), join(root, 'cmd', 'workspace', 'picomatch.d.ts')],
    }),
  )
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const done = spawnSync(process.execPath, [tsc, '-p', config], { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) throw new Error('the types of the library could not be made')
  rmSync(out, { recursive: true, force: true })
  const copied = new Set()
  const todo = [front.replace(/\.ts$/, '.d.ts')]
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (copied.has(path)) continue
    copied.add(path)
    const from = join(made, 'out', path)
    if (!existsSync(from)) {
      // A declaration that was written by hand is not emitted.
      mkdirSync(dirname(join(out, path)), { recursive: true })
      cpSync(join(root, path), join(out, path))
      continue
    }
    const text = readFileSync(from, 'utf8').replaceAll(
      /(from '|import\(")(\.{1,2}\/[^'"]+)\.ts('|"\))/g,
      (_, before, target, after) => {
        todo.push(`${relative(made, resolve(dirname(join(made, path)), target))}.d.ts`)
        return `${before}${target}.js${after}`
      },
    )
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
  process.stdout.write(`types: ${copied.size} files\n`)
} finally {
  rmSync(made, { recursive: true, force: true })
}
