import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is: as TESSERA_CHROMIUM says, or where systems put it. */
const executable = process.env['TESSERA_CHROMIUM'] ?? PLACES.find((place) => existsSync(place))

/** Whether tests run that need it: where it is there, and where its absence is a failure. */
export const hasChromium = executable !== undefined || process.env['TESSERA_REQUIRE_SERVICES'] === '1'

export async function startChromium(): Promise<Browser> {
  if (executable === undefined) {
    throw new Error('these tests need Chromium: apt-get install chromium, or name it in TESSERA_CHROMIUM')
  }
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet]
  return chromium.launch({ executablePath: executable, headless: true, args })
}

export interface Site extends AsyncDisposable {
  readonly origin: string
}

/** A web site of one page, which runs a script. */
export async function serveSite(script: string): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/script.js') response.setHeader('content-type', 'text/javascript').end(script)
    else if (url === '/') response.setHeader('content-type', 'text/html').end(PAGE)
    else response.writeHead(url.startsWith('/moved') ? 307 : 404, { location: '/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const PAGE = '<!doctype html><title>Shop</title><script src="/script.js"></script>'

/** The page, open; what goes wrong in it by itself ends up in `errors`. */
export async function openPage(browser: Browser, url: string, errors: string[]): Promise<Page> {
  const page = await browser.newPage()
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(url)
  return page
}
