import { dirname } from 'node:path'

// CommonJS dependencies inside an ES module bundle still read __dirname.
Reflect.set(globalThis, '__dirname', dirname(process.argv[1] ?? '.'))
