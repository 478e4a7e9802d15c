import { defineConfig } from 'vitest/config'

const cache = new URL('./.cache/', import.meta.url).pathname

/** Keeps wrangler quiet and offline, with everything it writes inside the ignored folder. */
const offline = {
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG: 'error',
  WRANGLER_LOG_PATH: `${cache}wrangler-logs`,
  XDG_CACHE_HOME: cache,
}

export default defineConfig({
  test: {
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: './test/support/build-before-tests.ts',
    reporters: ['default', './scripts/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/edge/**'],
          setupFiles: './test/support/watch-slack.ts',
        },
      },
      { extends: true, test: { name: 'edge', include: ['test/edge/**/*.test.ts'], env: offline } },
    ],
  },
})
