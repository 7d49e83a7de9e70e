#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { setFlagsFromString } from 'node:v8'

// A command ends before what V8 would optimize on the way has paid for itself: it may wait eight times as long.
setFlagsFromString('--interrupt-budget=1000000')

// A reader that has seen enough, such as `head`, is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const [first] = process.argv.slice(2)
const entry = new URL('../dist/cli.js', import.meta.url)
if (first === '--version' || first === '-V' || first === '-v' || first === 'version') {
  // Answered here: scripts ask often, and the rest of the tool need not be loaded for it.
  console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
} else if (existsSync(entry)) {
  // From Node 22.8 on: compiled code is kept between starts.
  module.enableCompileCache?.()
  const { main } = await import(entry.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  console.error('tessera is not built yet: run `npm run build` in its repository')
  process.exitCode = 2
}
