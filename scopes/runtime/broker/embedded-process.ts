// The embedded broker as a process of its own: node embedded-process.js <folder> [idleMs]
import { startEmbeddedBroker } from './embedded-server.ts'

const [, , folder = '.', idleMs] = process.argv
const server = await startEmbeddedBroker(folder, idleMs === undefined ? {} : { idleMs: Number(idleMs) })
// Nothing to do where another is faster.
if (server) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
  await server.closed
}
process.exit()
