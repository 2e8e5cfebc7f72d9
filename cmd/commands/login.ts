import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { checklistOf } from '../../engine/doctor/checklist.ts'
import { jsonText } from '../../engine/json-text.ts'
import { trustCodes } from '../../engine/load/trust-codes.ts'
import type { DeclaredPartner, Desired, SecretRef } from '../../engine/model/desired.ts'
import { codes as planCodes } from '../../engine/plan/codes.ts'
import { Bug } from '../../engine/result.ts'
import { suggest } from '../../engine/scope/suggest.ts'
import type { DevicePrompt } from '../../providers/auth/index.ts'
import { remediesFor } from '../../providers/auth/index.ts'
import { complain, reportOptions, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { wholeCommands } from '../follow-up.ts'
import type { FormatOf } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Run, Shell } from '../shell.ts'
import { codes } from '../signing-in/codes.ts'
import { judge, onlyBy } from '../signing-in/judge.ts'
import { checklistText, codeText, type LoginAnswer, loginText } from '../signing-in/login-text.ts'
import { openPage } from '../signing-in/open-page.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'
import type { Tenants } from '../workspace/tenants-of-command.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format: FormatOf<'login'>
  readonly check: boolean
  readonly open: boolean
}

/** The refresh token of a person, by device code. `--check` only says what is missing; exit 1 when something is. */
export const run: Run<Options> = async ({ shell, args, options }) => {
  if (shell.untrusted !== null)
    return complain(shell, [diagnose(trustCodes.SIGN_IN)], { format: options.format })
  return withWorkspace(shell, options, async ({ loaded: { desired }, tenants }) => {
    const partner = partnerNamed(args[0] ?? '', desired)
    return options.check
      ? check({ partner, desired, tenants }, { shell, options })
      : signIn({ partner, desired, tenants }, { shell, options })
  })
}

interface Subject {
  readonly partner: DeclaredPartner
  readonly desired: Desired
  readonly tenants: Tenants
}

interface Called {
  readonly shell: Shell
  readonly options: Options
}

function partnerNamed(name: string, { partners }: Desired): DeclaredPartner {
  const found = partners.find(entry => entry.name === name)
  if (found !== undefined) return found
  const names = partners.map(entry => entry.name)
  const nearest = suggest(name, names)
  const detail = `No partner is called ${name}${nearest === null ? '' : `; did you mean ${nearest}?`}`
  const known = names.length === 0 ? ' No Partner document is there.' : ` There are: ${names.join(', ')}.`
  throw new UnmatchedScope(
    diagnose(planCodes.UNKNOWN_SCOPE, { detail: `${detail}${nearest === null ? '.' : ''}${known}` }),
  )
}

async function check({ partner, desired, tenants }: Subject, { shell, options }: Called): Promise<ExitCode> {
  const examination = await tenants.examine(partner.name)
  const checklist = checklistOf(partner, desired, examination, kind => onlyBy(kind, partner))
  const answer = wholeCommands(checklist, shell.followUp)
  shell.streams.out(
    options.format === 'json'
      ? jsonText({ ...answer, kind: 'checklist' })
      : checklistText(answer, reportOptions(shell)),
  )
  return checklist.missing > 0 ? exitCodes.failed : exitCodes.done
}

async function signIn({ partner, desired, tenants }: Subject, called: Called): Promise<ExitCode> {
  const { shell, options } = called
  const refuse = (entry: (typeof codes)['NO_USER'], detail: string) =>
    complain(shell, [diagnose(entry, { detail, at: partner.at })], { format: options.format })
  if (partner.user === null) return refuse(codes.NO_USER, `${partner.name} signs in as an app alone.`)
  const { store } = partner.user
  if (store === undefined) return refuse(codes.NO_STORE, `${partner.name} keeps a new token nowhere.`)
  if (store.kind === 'env')
    return refuse(
      codes.NO_STORE,
      `The variable ${store.name} of this process cannot keep a token of ${partner.name}.`,
    )
  if (tenants.signIn === undefined) throw new Bug('a snapshot has no sign-in')
  const signedIn = await tenants.signIn(partner.name, {
    show: prompt => showCode(prompt, partner, called),
    pause: ms => shell.clock.sleep(ms, shell.signal),
  })
  shell.streams.status(null)
  if (!signedIn.ok)
    return complain(
      shell,
      signedIn.diagnostics.map(found => againBySigningIn(found, partner)),
      { format: options.format },
    )
  const { troubles, rights } = judge(partner, desired, signedIn.value)
  if (troubles.length > 0) {
    const kept = diagnose(codes.NOT_STORED, { remedies: remediesFor(partner.name, codes.NOT_STORED) })
    return complain(shell, [...troubles, kept], { format: options.format })
  }
  const stored = signedIn.value.store === null ? null : await signedIn.value.store()
  if (stored?.ok === false) return complain(shell, stored.diagnostics, { format: options.format })
  const { user, secondFactor, isGuest, examination } = signedIn.value
  const answer: LoginAnswer = {
    format: 1,
    kind: 'signed-in',
    partner: partner.name,
    tenant: partner.tenant,
    user,
    company: examination.api?.company ?? null,
    member: isGuest === null ? null : !isGuest,
    secondFactor,
    rights: rights.map(({ ability, weight, has }) => ({ ability, weight, has })),
    stored: stored === null ? null : placeOf(store),
  }
  tell(
    shell,
    rights.flatMap(({ weight, findings }) => (weight === 'useful' ? findings : [])),
  )
  shell.streams.out(options.format === 'json' ? jsonText(answer) : loginText(answer, reportOptions(shell)))
  return exitCodes.done
}

/** What tries again is a plan elsewhere, and the sign-in here. */
function againBySigningIn(found: Diagnostic, { name }: DeclaredPartner): Diagnostic {
  const remedies = found.remedies.map(remedy =>
    remedy.kind === 'run' && remedy.command === 'tenantform plan'
      ? { ...remedy, command: `tenantform login ${name}` }
      : remedy,
  )
  return { ...found, remedies }
}

function showCode(prompt: DevicePrompt, { name }: DeclaredPartner, { shell, options }: Called): void {
  const isRehearsal = (options.sandbox ?? false) !== false
  shell.streams.err(codeText(prompt, name, { isRehearsal }))
  if (options.open && !isRehearsal) openPage(prompt.address, shell.env)
  shell.streams.status('waiting for the sign-in')
}

function placeOf(store: SecretRef): string {
  if (store.kind === 'file') return store.path
  return store.kind === 'env' ? store.name : (store.argv[0] ?? '')
}
