import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { describeJournal } from '../../contract/journal-suite.ts'

describeJournal(
  'memory',
  async () => {
    const store = createMemoryJournal()
    return { store: () => store, close: async () => undefined }
  },
  { shared: false, heartbeat: false },
)
