import TestRunner from 'jest-runner'

/** Jest's own runner, but one test file at a time. */
export default class SerialRunner extends TestRunner {
  isSerial = true
}
