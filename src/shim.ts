import { dirname } from 'node:path'

// CommonJS dependencies inside an ES module bundle still read __dirname.
Reflect.set(globalThis, '__dirname', dirname(process.argv[1] ?? '.'))

// Nobody may be listening any more (a closed pager, a full disk behind a redirection); the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
