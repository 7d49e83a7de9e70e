// Loaded before tessera: kills the process before its n-th change of the file system, lets all from the n-th on fail, or
// counts the changes of a whole run.
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
const failAt = Number(process.env['FAIL_AT'] ?? Number.POSITIVE_INFINITY)
const code = process.env['FAIL_CODE'] ?? 'ENOSPC'
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
    if (count >= failAt && takesRoom(name, args)) throw refusal(name, args[0])
    return real.apply(module, args)
  }
}

/** What frees room, or only reads, still works on a full disk. */
function takesRoom(name, [, flags]) {
  if (/^(rm|rmdir|unlink)/.test(name)) return false
  return !name.startsWith('open') || /[wax+]/.test(String(flags ?? 'r'))
}

function refusal(syscall, path) {
  return Object.assign(new Error(`${code}: refused, ${syscall} '${path}'`), { code, syscall, path: String(path) })
}

function appendCount() {
  fs.appendFileSync(process.env['KILL_COUNT'], `${count}\n`)
}
