/** The laws of the worlds of others must be able to say no: with a rule of the planner taken out, they find what the rule prevents. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { root } from '../support/example.ts'
import type * as Laws from '../support/others/laws.ts'

interface SafetyCheck {
  readonly file: string
  readonly from: string
  readonly to: string
}

const folder = mkdtempSync(join(tmpdir(), 'tenantform-without-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function lawsWithout(name: string): Promise<typeof Laws> {
  const { safetyChecks } = (await import(pathToFileURL(join(root, '.tools', 'safety-checks.mjs')).href)) as {
    readonly safetyChecks: Readonly<Record<string, SafetyCheck>>
  }
  const check = safetyChecks[name]
  if (check === undefined) throw new Error(`no safety check is called ${name}`)
  const outfile = join(folder, `${name}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/others/laws.ts'],
    outfile,
    bundle: true,
    packages: 'bundle',
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
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
      },
    ],
  })
  return import(pathToFileURL(outfile).href)
}

test.each<[string, keyof typeof Laws.laws]>([
  ['trials-bind', 'nothing is switched off without a replacement that lives for the rest of its term'],
  ['lives-otherwise', 'no product is bought twice'],
  [
    'ending-replacements',
    'nothing is switched off without a replacement that lives for the rest of its term',
  ],
  ['lapsing-seats', 'nothing is switched off without a replacement that lives for the rest of its term'],
  ['parted-add-ons', 'a base and its add-ons go one way'],
  ['parted-on-target', 'a base and its add-ons go one way'],
  ['charged-twice', 'what is charged on both sides is at risk, in money or as unknown'],
  ['arriving-twins', 'what is charged on both sides is at risk, in money or as unknown'],
  ['converting-trials', 'a trial that becomes a second purchase is at risk by name'],
  ['open-transfers', 'no transfer is asked for beside another, and nothing is bought while one is open'],
  ['rival-consolidations', 'a scope narrows what is done, and lifts no block'],
])('without %s it is seen that not: %s', async (name, law) => {
  const { isBroken } = await lawsWithout(name)
  expect(isBroken(law, 3_000, 20261207)).toBe(true)
})
