import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const { bundledPackages, noticesText } = (await import(pathToFileURL('.tools/notices.mjs').href)) as {
  bundledPackages: (...metafiles: object[]) => string[]
  noticesText: (root: string, folders: string[]) => string
}
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function installed(name: string, manifest: object, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'tenantform-notices-'))
  folders.push(root)
  mkdirSync(join(root, 'node_modules', name), { recursive: true })
  for (const [file, text] of Object.entries({
    'package.json': JSON.stringify({ name, ...manifest }),
    ...files,
  }))
    writeFileSync(join(root, 'node_modules', name, file), text)
  return root
}

test('the build ships a notice for what it bundles, generated validators included', () => {
  const text = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8')
  for (const title of [/^axios [\d.]+ \(MIT\)$/m, /^yaml [\d.]+ \(ISC\)$/m, /^ajv [\d.]+ \(MIT\)$/m])
    expect(text).toMatch(title)
  expect(text).not.toMatch(/^(vitest|esbuild|typescript) /m)
})

test('only packages that left code in the bundle count, each at its own place', () => {
  const inputs = {
    '../elsewhere/node_modules/a/node_modules/@b/c/x.js': { bytesInOutput: 1 },
    'node_modules/a/index.js': { bytesInOutput: 3 },
    'node_modules/shaken/index.js': { bytesInOutput: 0 },
    'cmd/main.ts': { bytesInOutput: 9 },
  }
  expect(bundledPackages({ outputs: { 'x.js': { inputs } } })).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/@b/c',
  ])
})

test('a licence that was not read yet fails the build by name', () => {
  const root = installed('copied', { version: '1.0.0', license: 'GPL-3.0' }, { LICENSE: 'text' })
  expect(() => noticesText(root, ['node_modules/copied'])).toThrow('copied 1.0.0: "GPL-3.0"')
})

test('a package without a licence file is given its README’s text, or its licence’s own with its author', () => {
  const readme = '# x\n\n## License\n\nCopyright (c) Ada\n\nPermission is hereby granted, free of charge\n'
  const root = installed('a', { version: '1.0.0', license: 'MIT' }, { 'README.md': readme })
  expect(noticesText(root, ['node_modules/a'])).toContain(
    'a 1.0.0 (MIT)\n\nCopyright (c) Ada\n\nPermission is',
  )
  const bare = installed('b', { version: '2.0.0', license: 'MIT', author: 'Bob' }, {})
  expect(noticesText(bare, ['node_modules/b'])).toContain(
    'b 2.0.0 (MIT)\n\nMIT License\n\nCopyright (c) Bob\n',
  )
})
