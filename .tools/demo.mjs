// A rehearsal in five minutes of reading: the real command, on a copy of examples/consolidation, against the embedded sandbox.
// Nothing printed here is canned; the proof at the end is computed from the sandbox's billing ledger, and a wrong day fails loudly.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const shown = 'examples/consolidation'
const folder = mkdtempSync(join(tmpdir(), 'tenantform-demo-'))
const workspace = join(folder, 'consolidation')
const planFile = join(folder, 'pilot.plan.json')

const say = text => process.stdout.write(`${text}\n`)
const fail = text => {
  process.stderr.write(`demo: ${text}\n`)
  cleanUp()
  process.exit(1)
}
const cleanUp = () => rmSync(folder, { recursive: true, force: true })

/** Runs the built command; prints it as a reader would type it, and what it answered unless that is data for us. */
function tenantform(args, { quiet = false, expect = [0] } = {}) {
  const typed = args.map(arg => (arg === workspace ? shown : arg === planFile ? 'pilot.plan.json' : arg))
  say(`\n$ node dist/tenantform.js ${typed.join(' ')}`)
  const done = spawnSync(process.execPath, [join(root, 'dist', 'tenantform.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (!expect.includes(done.status)) {
    process.stdout.write(done.stdout ?? '')
    process.stderr.write(done.stderr ?? '')
    fail(`the command ended with ${done.status ?? done.signal}, not with ${expect.join(' or ')}`)
  }
  if (!quiet) process.stdout.write(done.stdout)
  return done
}

const json = text => JSON.parse(text)

/** A table without a library: columns as wide as their widest cell. */
function table(header, rows) {
  const widths = header.map((cell, column) => Math.max(cell.length, ...rows.map(row => row[column].length)))
  const line = row => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd()
  return [line(header), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Who was charged for each moved product on each day that is over. Exactly one partner, or the demo fails. */
function prove(state, ledger, pilot) {
  const target = 'central-emea'
  const names = new Map(
    state.customers.map(row => [row.tenantId ?? row.id ?? row.customer, row.name ?? row.companyName]),
  )
  const moved = state.subscriptions.filter(
    row => row.partner === target && row.acquired !== 'seed' && pilot.has(row.customer),
  )
  const days = [...new Set(ledger.days.map(row => row.day))].sort((a, b) => a.localeCompare(b))
  if (moved.length === 0 || days.length === 0)
    fail('nothing was moved, or no day is over: there is nothing to prove')
  const rows = moved
    .map(row => {
      const charged = days.map(day => {
        const partners = new Set(
          ledger.days
            .filter(
              entry =>
                entry.day === day &&
                entry.customer === row.customer &&
                entry.family === row.family &&
                Number(entry.charge) > 0,
            )
            .map(entry => entry.partner),
        )
        if (partners.size !== 1)
          fail(
            `${names.get(row.customer)}, ${row.family}, ${day}: charged to ${[...partners].join(' and ') || 'nobody'}`,
          )
        return [...partners].join()
      })
      return [names.get(row.customer) ?? row.customer, row.family, String(row.seats), ...charged]
    })
    .sort((a, b) => a.join().localeCompare(b.join()))
  if (ledger.doubleBilled.length > 0) fail(`billed twice: ${JSON.stringify(ledger.doubleBilled)}`)
  say(table(['customer', 'product', 'seats', ...days.map(day => `charged ${day}`)], rows))
  return { products: rows.length, days: days.length }
}

process.on('SIGINT', () => fail('stopped'))
cpSync(join(root, 'examples', 'consolidation'), workspace, {
  recursive: true,
  filter: path => !path.includes('.tenantform'),
})

say('Two regional Partner Center accounts, italy and germany, move into central-emea. This runs on a copy of')
say(`${shown} and the embedded sandbox; no tenant is touched and no secret is needed.`)

say('\n1. Who is ready to move?')
tenantform(['status', '-C', workspace, '--sandbox'])

say('\n2. What would the pilot wave do, in money and days?')
tenantform(['plan', '-C', workspace, '--sandbox', '--wave', 'pilot', '--out', planFile])

say('\n3. Do it. What cannot be undone needs a flag of its own.')
tenantform(['apply', planFile, '-C', workspace, '--sandbox', '--auto-approve', '--allow-irreversible'])

say('\n4. Two days later: was anything charged twice?')
tenantform(['sandbox', 'advance', 'P2D', '-C', workspace])
const ledger = json(tenantform(['sandbox', 'ledger', '-C', workspace], { quiet: true }).stdout)
const state = json(tenantform(['sandbox', 'state', '-C', workspace], { quiet: true }).stdout)
const plan = json(readFileSync(planFile, 'utf8'))
const pilot = new Set(plan.customers.map(customer => customer.tenant))
const proof = prove(state, ledger, pilot)

say('\n5. Plan again: is anything left for the pilot?')
tenantform(['plan', '-C', workspace, '--sandbox', '--wave', 'pilot', '--detailed-exitcode'])

cleanUp()
say(`
Done: ${pilot.size} customers and ${proof.products} products moved, each charged on each of ${proof.days} days by exactly one partner,
and planning again finds nothing to do. Next:

  node dist/tenantform.js plan -C ${shown} --sandbox            every wave, and who is blocked and why
  node dist/tenantform.js sandbox accept central-emea 7f6edd50-a9fa-4de3-ac3d-19d453f3078e -C ${shown}
  node dist/tenantform.js validate -C examples/steady-state     the same files on an ordinary day
  docs/sandbox.md                                               how to rehearse your own move`)
