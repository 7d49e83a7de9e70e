/** A test, or the configuration of a tool: what only such files import is a development dependency. */
export function isDevFile(path: string): boolean {
  return DEV.test(path)
}

const DEV = /\.(?:test|spec|test-d)\.[^./]+$|(?:^|\/)(?:__tests__|tests?)\/|^[^/]+\.config\.[cm]?[jt]s$/
