export { readCloudEvent, type ReadEvent } from './cloud-event.ts'
