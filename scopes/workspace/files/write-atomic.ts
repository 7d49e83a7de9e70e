export { writeAtomic } from '@tessera/core.disk'
