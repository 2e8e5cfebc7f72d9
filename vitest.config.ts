import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As in the build that the crash and chaos suites run: the hooks do nothing unless a test asks for them.
  define: { TENANTFORM_TEST_HOOKS: 'true' },
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: { tests: true, files: true } },
    // Generous: a limit is for what hangs. A busy machine is slow, and that is no failure; thousands of made-up worlds take their time.
    testTimeout: process.env['TENANTFORM_FULL'] === '1' ? 1_800_000 : 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/support/made-up-values.ts'],
    pool: 'forks',
    // Nothing here replaces a module or leaves something in one: loading all of them anew for each file took more than half of the time.
    isolate: false,
    // What was built is run as it is.
    server: { deps: { external: [/\/dist\//] } },
    // Many suites wait for processes of their own, so no core is left out.
    maxWorkers: availableParallelism(),
    reporters: ['default'],
    // Colour and width are options of every report; a terminal's own taste must not reach a golden.
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
})
