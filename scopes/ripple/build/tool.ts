import { readFileSync } from 'node:fs'

const HERE = import.meta.url.endsWith('.ts') ? './package.json' : '../package.json'

/** Version of this package: what another one left behind is not believed. */
export const toolVersion: string = (
  JSON.parse(readFileSync(new URL(HERE, import.meta.url), 'utf8')) as { version: string }
).version
