/** What was looked at in each account as a page: what has to be fixed first, and what to do about it. */
import type { DoctorCheck, DoctorReport } from '../../../engine/doctor/report.ts'
import type { MadeIn } from '../../../engine/model/made-in.ts'
import { counted, plural } from '../../../engine/plural.ts'
import { remedyText } from '../diagnostics.ts'
import { checkSigns, doctorTotals } from '../doctor-text.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlTable, Tone } from '../html/table.ts'
import { readFact } from './reading.ts'

const tones: Readonly<Record<DoctorCheck['state'], Tone>> = {
  ok: 'good',
  problem: 'bad',
  limited: 'busy',
  skipped: 'soft',
  unreachable: 'bad',
}

/** What is to be done comes first. */
const order: readonly DoctorCheck['state'][] = ['problem', 'unreachable', 'limited', 'skipped', 'ok']

export function doctorHtml(report: DoctorReport, madeIn: MadeIn): string {
  const checks = report.partners.flatMap(entry => entry.checks)
  const unknown = checks.filter(({ state }) => state === 'unreachable' || state === 'skipped').length
  return pageText({
    kind: 'Doctor',
    title: 'Accounts and credentials',
    facts: [readFact(report.at)],
    madeIn,
    lead: `${doctorTotals(report)}.`,
    notices:
      unknown === 0
        ? []
        : [
            {
              tone: 'busy',
              text: `Nothing is known of ${counted(unknown, 'check')}: not tried, or without an answer.`,
            },
          ],
    panels: [statePanel(checks), ...report.partners.map(partnerPanel)],
    pictures: [],
    tables: [tableOf(report)],
  })
}

function statePanel(checks: readonly DoctorCheck[]): Panel {
  const count = (state: DoctorCheck['state']) => checks.filter(entry => entry.state === state).length
  const toFix = count('problem') + count('unreachable')
  return {
    title: 'Checks',
    big: {
      value: toFix.toLocaleString('en'),
      name: 'to be fixed',
      tone: toFix === 0 ? 'good' : 'bad',
    },
    rows: order.map(state => ({
      name: checkSigns[state].toLowerCase(),
      value: count(state).toLocaleString('en'),
      ...(count(state) > 0 && tones[state] !== 'soft' && { tone: tones[state] }),
    })),
  }
}

function partnerPanel({ partner, cloud, checks }: DoctorReport['partners'][number]): Panel {
  const toFix = checks.filter(({ state }) => state === 'problem' || state === 'unreachable').length
  return {
    title: `${partner}, ${cloud}`,
    big: {
      value: toFix === 0 ? 'ok' : toFix.toLocaleString('en'),
      name: toFix === 0 ? 'nothing has to be fixed' : plural(toFix, 'thing to fix', 'things to fix'),
      tone: toFix === 0 ? 'good' : 'bad',
    },
    rows: checks.map(({ name, state }) => ({
      name,
      value: checkSigns[state],
      ...(tones[state] !== 'soft' && { tone: tones[state] }),
    })),
  }
}

function tableOf({ partners }: DoctorReport): HtmlTable {
  const rows = partners.flatMap(({ partner, checks }) => checks.map(entry => ({ partner, entry })))
  const sorted = order.flatMap(state => rows.filter(({ entry }) => entry.state === state))
  return {
    id: 'checks',
    caption: 'Checks',
    columns: [
      { name: 'looked at', kind: 'text' },
      { name: 'state', kind: 'word' },
      { name: 'account', kind: 'word' },
      { name: 'found', kind: 'text' },
      { name: 'what to do', kind: 'text' },
    ],
    rows: sorted.map(({ partner, entry }) => ({
      cells: [entry.name, checkSigns[entry.state], partner, foundText(entry), remediesText(entry)],
      tone: tones[entry.state],
    })),
  }
}

function foundText({ detail, findings }: DoctorCheck): string {
  return [detail, ...findings.map(found => `${found.detail ?? found.summary} [${found.code}]`)].join(' · ')
}

function remediesText({ findings }: DoctorCheck): string | null {
  const texts = [...new Set(findings.flatMap(({ remedies }) => remedies.map(remedyText)))]
  return texts.length === 0 ? null : texts.join(' · ')
}
