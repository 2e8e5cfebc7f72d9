import type { Desired } from '../../engine/model/desired.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { apiHostOf } from '../../providers/partner-center/index.ts'

/** Where the partners of these documents have their accounts, as what is made there says it (T29). */
export function accountsOf({ partners, workspace: { endpoints } }: Desired): MadeIn {
  return {
    kind: 'accounts',
    partners: partners.map(({ name, cloud }) => ({
      partner: name,
      cloud,
      api: apiHostOf({ cloud, endpoints }),
    })),
  }
}
