/** What a saved plan and a journal print as the next step when they cannot be used as they are. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rows } from './row.ts'
import { apply, consent, editPlan, forgePlan, halfway, nameOfApply, plan, resume, saved } from './states.ts'

export const savedRows: Rows = {
  'APPLY.DECIDED_OTHERWISE': {
    state: async stage => {
      await plan(stage)
      forgePlan(stage, value => {
        const [create] = value['actions'] as Record<string, unknown>[]
        if (create !== undefined) create['replay'] = 'safe'
      })
      return apply(stage)
    },
    leadsTo: [0],
    says: /\+ create/,
  },
  'PLAN.EDITED': {
    state: async stage => {
      await plan(stage)
      editPlan(stage, value => {
        value['madeAt'] = '2026-12-07T05:00:00Z'
      })
      return apply(stage)
    },
    leadsTo: [0],
  },
  'PLAN.NOT_A_PLAN': {
    state: async stage => {
      await plan(stage)
      editPlan(stage, value => {
        value['format'] = 2
      })
      return apply(stage)
    },
    leadsTo: [0],
  },
  'PLAN.NOT_JSON': {
    state: async stage => {
      writeFileSync(saved(stage), 'format: 1\n')
      return apply(stage)
    },
    leadsTo: [0],
  },
  'JOURNAL.CORRUPT': {
    state: async stage => {
      await halfway(stage)
      const file = join(stage.workspace.folder, '.tenantform', 'journal', `${nameOfApply(stage)}.jsonl`)
      const [first = '', , ...others] = readFileSync(file, 'utf8').split('\n')
      writeFileSync(file, [first, ...others].join('\n'))
      return resume(stage, nameOfApply(stage))
    },
    fill: { FILE: 'plan.json' },
    leadsTo: [0],
    says: /Done: 2/,
  },
  // In the embedded sandbox: which one it was, `journal show` is not told.
  // An administrator runs the SQL in the database.
  'JOURNAL.TABLES': { personIn: 'test/scenario/workers.test.ts' },
  'JOURNAL.TORN': {
    state: async stage => {
      const { folder } = stage.workspace
      await stage.raw('plan', '-C', folder, '--sandbox', '--out', saved(stage))
      await stage.raw('apply', saved(stage), ...consent, '-C', folder, '--sandbox')
      const file = join(folder, '.tenantform', 'journal', `${nameOfApply(stage)}.jsonl`)
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20))
      return stage.run('journal', 'show')
    },
    leadsTo: [0],
    says: /complete/,
  },
}
