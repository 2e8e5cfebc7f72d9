import { defineConfig } from 'vitest/config'

export default defineConfig({
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
