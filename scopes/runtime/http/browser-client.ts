import type { HttpDefinition } from '@tessera/runtime.core'
import type { HttpClient, HttpClientOptions } from './client.ts'
import { createClient } from './create-client.ts'
import { openFetch } from './fetch-transport.ts'

/** `connectHttp` where there is `fetch` and no Node. */
export function connectHttp<T>(definition: HttpDefinition, options: HttpClientOptions): HttpClient<T> {
  return createClient<T>(definition, options, openFetch)
}
