import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // As `npm start`: docs/decisions/0004-node-24.md.
    execArgv: ['--no-memory-protection-keys'],
    maxWorkers: 2,
  },
});
