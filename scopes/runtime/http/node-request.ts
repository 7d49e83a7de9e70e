import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** Headers with one text each. Of what a request has, Node gives only `set-cookie` as a list. */
export function flatHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const cookies = headers['set-cookie']
  return (cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.join(', ') }) as Record<string, string>
}

/** Calls `listener` when the connection closes before the answer is out. */
export function onHangUp(response: ServerResponse, listener: () => void): void {
  response.once('close', () => {
    if (!response.writableFinished) listener()
  })
}

/** Where a listening server is reached. */
export function serverUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
