import { randomBytes } from 'node:crypto'

// Names what this run makes in Docker, so that two runs on one daemon leave each other alone.
process.env.VBTEST_RUN ??= randomBytes(5).toString('hex')

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }
    ]
  }
}

// One daemon serves all of these, so they run one after the other, after the pure tests.
const onDaemon = {
  ...common,
  runner: '<rootDir>/scripts/jest/serial-runner.mjs',
  setupFilesAfterEnv: ['<rootDir>/scripts/jest/timeout.mjs'],
  globalTeardown: '<rootDir>/__tests__/support/global-teardown.ts'
}

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(itg|long)\\.test\\.ts$']
    },
    {
      ...onDaemon,
      displayName: 'integration',
      testMatch: ['**/*.itg.test.ts'],
      globals: { testTimeoutMs: 120_000 }
    },
    {
      ...onDaemon,
      displayName: 'long',
      testMatch: ['**/*.long.test.ts'],
      globals: { testTimeoutMs: 900_000 }
    }
  ],
  reporters: ['default', '<rootDir>/scripts/jest/count-reporter.mjs']
}
