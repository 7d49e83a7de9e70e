import { join } from 'node:path'
import { measure, median } from '../measure.mjs'

/** 100,000 validated, traced, resumable calls over a connection, against frames by hand and against `ws`. */
export async function* socketCalls() {
  const run = (peer) => () => measure(process.execPath, [join(import.meta.dirname, 'socket-call.mjs'), peer])
  const nothing = () => undefined
  for (const peer of ['raw', 'ws']) {
    yield { peer, ours: await median(3, nothing, run('ours')), theirs: await median(3, nothing, run(peer)) }
  }
}
