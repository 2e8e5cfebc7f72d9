import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As in the build that the crash and chaos suites run: the hooks do nothing unless a test asks for them.
  define: { TENANTFORM_TEST_HOOKS: 'true' },
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: { tests: true, files: true } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: ['default'],
    // Colour and width are options of every report; a terminal's own taste must not reach a golden.
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
})
