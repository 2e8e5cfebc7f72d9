/**
 * The laws of the worlds of others must be able to say no: with a rule of the planner taken out, or a check of the executor, they find what it
 * prevents.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { root } from '../support/example.ts'
import type { Happening } from '../support/others/happenings.ts'
import type * as Laws from '../support/others/laws.ts'
import type * as LawsOfApplying from '../support/others/laws-of-applying.ts'
import type * as LawsOfForgers from '../support/others/laws-of-forgers.ts'
import type * as LawsOfReading from '../support/others/laws-of-reading.ts'
import { isShortListBelieved as believed } from '../support/others/laws-of-reading.ts'

interface SafetyCheck {
  readonly file: string
  readonly from: string
  readonly to: string
}

const folder = mkdtempSync(join(tmpdir(), 'tenantform-without-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function builtWithout<T>(
  name: string,
  module: 'laws' | 'laws-of-applying' | 'laws-of-forgers' | 'laws-of-reading',
): Promise<T> {
  const { safetyChecks } = (await import(pathToFileURL(join(root, '.tools', 'safety-checks.mjs')).href)) as {
    readonly safetyChecks: Readonly<Record<string, SafetyCheck>>
  }
  const checks = name.split('+').map(one => {
    const check = safetyChecks[one]
    if (check === undefined) throw new Error(`no safety check is called ${one}`)
    return { ...check, name: one }
  })
  const outfile = join(folder, `${name}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [`test/support/others/${module}.ts`],
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
            const here = checks.filter(check => path === join(root, check.file))
            if (here.length === 0) return undefined
            let contents = readFileSync(path, 'utf8')
            for (const check of here) {
              if (contents.split(check.from).length !== 2)
                throw new Error(`${check.file}: the check ${check.name} has moved`)
              contents = contents.replace(check.from, () => check.to)
            }
            return { contents, loader: 'ts' }
          })
        },
      },
    ],
  })
  return (await import(pathToFileURL(outfile).href)) as T // built from the module that the type names
}

/** Those that take more than some seconds to be found are looked for in the full run. */
const slow: ReadonlySet<string> = new Set([
  'arriving-twins',
  'day-per-request',
  'ended-as-declared',
  'ending-replacements',
  'last-day-halfway',
  'licences-together',
  'parted-on-target',
  'plan-ends',
  'policies-end',
  'replacements-go-on',
  'stop-while-reading',
  'unbacked-growth',
])

function sampled<Row extends readonly [string, ...unknown[]]>(rows: Row[]): Row[] {
  return process.env['TENANTFORM_FULL'] === '1' ? rows : rows.filter(([name]) => !slow.has(name))
}

test.each<[string, keyof typeof Laws.laws]>(
  sampled([
    ['later-purchases', 'what follows a term that a plan ends can be bought on the day after'],
    ['later-window', 'what follows a term that a plan ends can be bought on the day after'],
    ['trials-bind', 'nothing is switched off without a replacement that lives for the rest of its term'],
    ['lives-otherwise', 'no product is bought twice'],
    [
      'ending-replacements',
      'nothing is switched off without a replacement that lives for the rest of its term',
    ],
    [
      'shrinking-replacements',
      'nothing is switched off without a replacement that lives for the rest of its term',
    ],
    ['lapsing-seats', 'nothing is switched off without a replacement that lives for the rest of its term'],
    ['moved-before', 'nothing is switched off without a replacement that lives for the rest of its term'],
    ['parted-add-ons', 'a base and its add-ons go one way'],
    ['parted-on-target', 'a base and its add-ons go one way'],
    ['earlier-seats', 'no whole period is promised back by a log that nobody read'],
    ['charged-twice', 'what is charged on both sides is at risk, in money or as unknown'],
    ['arriving-twins', 'what is charged on both sides is at risk, in money or as unknown'],
    ['converting-trials', 'a trial that becomes a second purchase is at risk by name'],
    ['open-transfers', 'no transfer is asked for beside another, and nothing is bought while one is open'],
    ['rival-consolidations', 'a scope narrows what is done, and lifts no block'],
    ['trial-licences', 'no licence in use is taken away by a move'],
    ['licences-together', 'no licence in use is taken away by a move'],
    ['entitlements', 'what is no subscription is listed as manual, and never written'],
    ['approvals-end', 'a plan is good no longer than what lets it pass'],
    ['last-day', 'nothing new comes into an account after its last day'],
    ['split-identity', 'nothing is written for one customer who is documented as two'],
    ['unreadable-rows', 'nothing is bought beside a row that may be the very thing'],
    ['seat-pool', 'nobody gets more seats of a product than one customer may have'],
    ['lost-resellers', 'no reseller is lost unsaid'],
    ['errors-block+narrow-doubts', 'an error about a customer blocks the customer'],
    ['ambiguous-binding', 'a line that several fit alike is left to a person'],
    ['unbacked-growth', 'what nothing backs is growth'],
    ['other-world', 'a plan of these accounts is carried out in no sandbox'],
  ]),
)('without %s it is seen that not: %s', async (name, law) => {
  const { isBroken } = await builtWithout<typeof Laws>(name, 'laws')
  expect(isBroken(law, { runs: 5_000, seed: 20261207 })).toBe(true)
})

test.each<[string, keyof typeof Laws.laws]>(
  sampled([
    ['ended-as-declared', 'what is declared to end with its term is not bought again'],
    ['moved-before', 'nothing is switched off without a replacement that lives for the rest of its term'],
  ]),
)('without %s it is seen on a later day that not: %s', async (name, law) => {
  const { isBroken } = await builtWithout<typeof Laws>(name, 'laws')
  expect(isBroken(law, { runs: 5_000, seed: 20261207, isLater: true })).toBe(true)
})

test.each<[string, Happening, keyof typeof LawsOfApplying.lawsOfApplying]>(
  sampled([
    ['deadlines', 'the day ends', 'nothing is added to an account after its last day'],
    ['last-day-halfway', 'the day ends', 'nothing is added to an account after its last day'],
    ['day-per-request', 'the window closes', 'nothing is bought while the window is closed'],
    ['plan-ends', 'it begins late', 'nobody is begun and then left half-way by the end of the plan'],
    ['policies-end', 'the day ends', 'nothing is added once the policies would decline it'],
    [
      'replacements-go-on',
      'twins are set to end before a resume',
      'whatever replaces a source lives at the moment in which that is switched off, and goes on',
    ],
    [
      'twins-again+undone',
      'twins are suspended',
      'whatever replaces a source lives at the moment in which that is switched off, and goes on',
    ],
    [
      'undone',
      'sources come on again before a resume',
      'whoever is left charged on both sides is at risk in the result',
    ],
    ['stop-while-reading', 'a stop', 'nothing is begun after a stop'],
    [
      'accepted-meanwhile',
      'somebody accepts',
      'a wave waits for whoever of the one before it accepted meanwhile',
    ],
    ['bought-by-others', 'a purchase by hand', 'nothing is bought beside what a person bought meanwhile'],
    [
      'adoption+arrivals',
      'a purchase by hand, as planned',
      'nothing is bought beside what a person bought meanwhile',
    ],
    [
      'agreement-again+agreement-before+decided-anew',
      'an agreement is withdrawn',
      'nothing is bought for whom the agreement was withdrawn',
    ],
  ]),
)('without %s an apply during which this happens, %s, is seen to break: %s', async (name, happening, law) => {
  const { isBrokenOn } = await builtWithout<typeof LawsOfApplying>(name, 'laws-of-applying')
  expect(await isBrokenOn(law, happening, { runs: 5_000, seed: 20261207 })).toBe(true)
})

test('without counted-lists a list that was cut short is taken for all there is, and with it never', async () => {
  const { isShortListBelieved } = await builtWithout<typeof LawsOfReading>('counted-lists', 'laws-of-reading')
  expect(await isShortListBelieved(100, 20261207)).toBe(true)
  expect(await believed(100, 20261207)).toBe(false)
})

test('without decided-anew an edited plan does what its documents and accounts do not lead to', async () => {
  const { isForgeryCarriedOut } = await builtWithout<typeof LawsOfForgers>('decided-anew', 'laws-of-forgers')
  expect(await isForgeryCarriedOut(300, 20261207)).toBe(true)
})

test('without unseen-licences an edited plan takes licences away that are in use', async () => {
  const { isForgeryCarriedOut } = await builtWithout<typeof LawsOfForgers>(
    'unseen-licences',
    'laws-of-forgers',
  )
  expect(await isForgeryCarriedOut(1_000, 20261207)).toBe(true)
})
