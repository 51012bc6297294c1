import { jest } from '@jest/globals'

// Jest reads `testTimeout` for all projects together, not for one of them.
jest.setTimeout(globalThis.testTimeoutMs)
