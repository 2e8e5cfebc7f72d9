/**
 * How many hostile inputs each parser and each output is given: a small sample by a fixed seed in the ordinary run, and over a million in
 * all with TENANTFORM_FULL=1, which prints a line for each of them. `times`: for how many subjects one suite does it.
 */
interface Inputs {
  readonly sample: number
  readonly full: number
  readonly times?: number
}

export const inputs = {
  // Parsers.
  'documents, changed': { sample: 10, full: 2_000, times: 3 },
  'documents, as text': { sample: 60, full: 60_000 },
  'saved plans, changed': { sample: 100, full: 10_000 },
  'saved plans in short, changed': { sample: 100, full: 10_000 },
  'saved plans, sound by their digest': { sample: 30, full: 10_000 },
  'plans of waves, loosened': { sample: 60, full: 5_000 },
  'journals, changed': { sample: 300, full: 40_000 },
  'journals, sound by their hashes': { sample: 25, full: 10_000 },
  snapshots: { sample: 200, full: 40_000 },
  'tables: portal, invoices, contacts': { sample: 60, full: 20_000, times: 3 },
  'tables: prices': { sample: 200, full: 40_000 },
  templates: { sample: 300, full: 60_000 },
  'answers to reads': { sample: 12, full: 1_500, times: 15 },
  'answers to writes': { sample: 12, full: 1_500, times: 7 },
  'answers to doctor': { sample: 25, full: 2_000 },
  'answers, as text': { sample: 500, full: 150_000 },
  // Outputs as they are asked for.
  'outputs to every kind of place': { sample: 80, full: 2_000 },
  'rehearsals beside what is real': { sample: 30, full: 300 },
  // Outputs, each with a name of other people's making.
  'name in a table: CSV': { sample: 150, full: 60_000 },
  'name in a table: JSON': { sample: 150, full: 60_000 },
  'name in a table: page': { sample: 30, full: 10_000 },
  'name in Markdown': { sample: 200, full: 100_000 },
  'name on a terminal': { sample: 200, full: 60_000 },
  'name in a document': { sample: 200, full: 60_000 },
  'name in a mail': { sample: 200, full: 60_000 },
  'name of a file': { sample: 200, full: 60_000 },
  'name in a plan: text': { sample: 30, full: 6_000 },
  'name in a plan: Markdown': { sample: 30, full: 6_000 },
  'name in a plan: page': { sample: 10, full: 2_000 },
  'name in a plan: JSON': { sample: 30, full: 6_000 },
  'name in a report, as text': { sample: 8, full: 2_000, times: 8 },
  'name in a report, as Markdown': { sample: 8, full: 2_000, times: 4 },
  'name in a report, as a page': { sample: 6, full: 1_000, times: 4 },
  'name in a report, as a calendar': { sample: 10, full: 4_000 },
  'name in findings: JUnit': { sample: 40, full: 20_000 },
  'name in findings: SARIF': { sample: 40, full: 20_000 },
  'name in findings: GitLab': { sample: 40, full: 20_000 },
  'name in findings: GitHub': { sample: 100, full: 60_000 },
  'name in findings: Azure DevOps': { sample: 100, full: 60_000 },
} as const satisfies Readonly<Record<string, Inputs>>

export type InputName = keyof typeof inputs

export function inAFullRun(): number {
  return Object.values<Inputs>(inputs).reduce((sum, { full, times = 1 }) => sum + full * times, 0)
}
