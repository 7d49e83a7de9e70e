// Loaded before tessera: kills the process before its n-th change of the file system, or counts the changes of a whole run.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const CHANGES = [
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'utimesSync',
  'writeFileSync',
]
const PROMISED = ['mkdir', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'utimes', 'writeFile']
const at = Number(process.env['KILL_AT'] ?? 0)
let count = 0

for (const name of CHANGES) patch(fs, name)
for (const name of PROMISED) patch(fs.promises, name)
syncBuiltinESMExports()
if (process.env['KILL_COUNT']) process.once('exit', () => appendCount())

function patch(module, name) {
  const real = module[name]
  module[name] = (...args) => {
    count += 1
    if (count === at) process.kill(process.pid, 'SIGKILL')
    return real.apply(module, args)
  }
}

function appendCount() {
  fs.appendFileSync(process.env['KILL_COUNT'], `${count}\n`)
}
