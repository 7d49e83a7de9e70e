// Kills commands at random moments and holds what is left against the states before and after.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTemplates, runTessera, scenarios as all } from './scenarios.mjs'
import { damageOf, leftoversOf, objectsOf, stateOf } from './state.mjs'

/**
 * @param {{ kills: number, only?: string, fails?: number, seed: number, endMs?: number, onKill?: (result: object) => void }} options
 * @returns for each command how often it was killed, how often before, after, and what went wrong
 */
export async function killAll({
  kills,
  only,
  fails = 0,
  seed,
  endMs = Number.POSITIVE_INFINITY,
  onKill = () => undefined,
}) {
  const home = mkdtempSync(join(tmpdir(), 'tessera-kills-'))
  const scenarios = all.filter(({ name }) => only === undefined || name === only)
  try {
    await makeTemplates(home, scenarios)
    const subjects = []
    for (const scenario of scenarios) subjects.push(await measure(home, scenario))
    const random = randomFrom(seed)
    for (let index = 0, done = 0; done < kills && Date.now() < endMs; index += 1) {
      const subject = subjects[index % subjects.length]
      const result = await killOnce(home, subject, { round: Math.floor(index / scenarios.length), random })
      done += Number(result.killed)
      subject.killed += Number(result.killed)
      subject.runs += 1
      subject[result.left] += 1
      subject.failures.push(...result.failures)
      onKill({ done, name: subject.scenario.name, ...result })
    }
    for (let index = 0; index < fails; index += 1) {
      const subject = subjects[index % subjects.length]
      subject.failures.push(...(await failOnce(home, subject, random)))
    }
    return subjects.map(({ scenario, runs, killed, before, after, between, failures }) => ({
      command: scenario.name,
      runs,
      killed,
      before,
      after,
      between,
      failures,
    }))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Runs a command undisturbed: how long it takes, how many changes it makes, what it leaves. */
async function measure(home, scenario) {
  const dir = copy(home, scenario)
  const before = await stateOf(dir, scenario)
  const counts = join(home, 'counts')
  const { code, output } = await runTessera(home, dir, { ...scenario, counts })
  if (code !== 0) throw new Error(`${scenario.name} ended with ${code}\n${output}`)
  const after = await stateOf(dir, scenario)
  const objects = objectsOf(dir, scenario)
  const again = copy(home, scenario)
  const { ms } = await runTessera(home, again, scenario)
  const changes = Number(readFileSync(counts, 'utf8').trim().split('\n').at(-1))
  for (const each of [dir, again]) rmSync(each, { recursive: true })
  const tally = { runs: 0, killed: 0, before: 0, after: 0, between: 0, failures: [] }
  return { scenario, states: { before, after }, objects, ms, changes, ...tally }
}

/** Every second kill comes before a certain change of the file system, the others come when they come. */
async function killOnce(home, { scenario, states, objects, ms, changes }, { round, random }) {
  const dir = copy(home, scenario)
  const moment = round % 2 === 0 ? { at: 1 + Math.floor(random() * changes) } : { ms: random() * ms }
  const { killed } = await runTessera(home, dir, { ...scenario, ...moment })
  const failures = []
  const state = await stateOf(dir, scenario)
  const left = standing(state, states)
  if (left === 'between')
    failures.push(`${JSON.stringify(moment)}: between\n${JSON.stringify({ state, states }, null, 1)}`)
  failures.push(...(await damageOf(dir, scenario)))
  const { code, output } = await runTessera(home, dir, scenario)
  if (code !== 0) failures.push(`${JSON.stringify(moment)}: run again it ended with ${code}\n${output}`)
  const end = await stateOf(dir, scenario)
  if (JSON.stringify(end) !== JSON.stringify(states.after)) {
    failures.push(`${JSON.stringify(moment)}: run again it left\n${JSON.stringify({ end, states }, null, 1)}`)
  }
  if (scenario.exact === true && objectsOf(dir, scenario) !== objects) {
    failures.push(`${JSON.stringify(moment)}: run again it left other objects\n${objects}\n${objectsOf(dir, scenario)}`)
  }
  failures.push(...(await damageOf(dir, scenario)))
  const leftovers = leftoversOf(dir, scenario)
  if (leftovers.length > 0) failures.push(`${JSON.stringify(moment)}: left over ${leftovers.join(', ')}`)
  rmSync(dir, { recursive: true })
  return { killed, left, moment, failures: failures.map((failure) => `${scenario.name}: ${failure}`) }
}

/** The disk is full from a certain change on: the command says so, and leaves the state before; with room again it works. */
async function failOnce(home, { scenario, states, changes }, random) {
  const dir = copy(home, scenario)
  const failAt = 1 + Math.floor(random() * changes)
  const { code, output } = await runTessera(home, dir, { ...scenario, failAt })
  const left = standing(await stateOf(dir, scenario), states)
  const failures = await damageOf(dir, scenario)
  const isClear = code === 0 ? left === 'after' : /DISK_FULL|SCOPE_NOT_WRITABLE/.test(output) && left !== 'between'
  if (!isClear) failures.push(`full at ${failAt} it ended with ${code}, ${left}\n${output}`)
  const again = await runTessera(home, dir, scenario)
  if (again.code !== 0 || standing(await stateOf(dir, scenario), states) !== 'after') {
    failures.push(`full at ${failAt}, then with room it ended with ${again.code}\n${again.output}`)
  }
  rmSync(dir, { recursive: true })
  return failures.map((failure) => `${scenario.name}: ${failure}`)
}

/**
 * Each of the places that a command changes must be wholly as before or wholly as after: the files of a workspace, its
 * scope, the remote. Only the order in which they change is free.
 */
function standing(state, { before, after }) {
  const places = ({ workspaces, scopes }) => [
    ...Object.values(workspaces).flatMap(({ files, scope }) => [files, scope]),
    ...Object.values(scopes),
  ]
  const [now, old, next] = [places(state), places(before), places(after)]
  if (now.some((place, at) => place !== old[at] && place !== next[at])) return 'between'
  return now.every((place, at) => place === next[at])
    ? 'after'
    : isTorn(state, { before, after })
      ? 'between'
      : 'before'
}

/** A workspace and what its own scope says of versions made here change in one step. */
function isTorn(state, states) {
  const [{ owner }, before, after] = [state, states.before, states.after].map(({ workspaces }) => workspaces)
  const files = owner.files === after.owner.files && after.owner.files !== before.owner.files
  const scope = owner.scope === after.owner.scope && after.owner.scope !== before.owner.scope
  const both = before.owner.files !== after.owner.files && before.owner.scope !== after.owner.scope
  return both && files !== scope
}

function copy(home, { name }) {
  const dir = mkdtempSync(join(home, 'run-'))
  cpSync(join(home, name), dir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  return dir
}

/** The same kills for the same seed (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}
