import { defineConfig } from 'vitest/config';

/** What takes too long for `npm test`. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // As `npm start`: docs/decisions/0004-node-24.md.
    execArgv: ['--no-memory-protection-keys'],
    maxWorkers: 2,
  },
});
