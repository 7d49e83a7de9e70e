// Loaded into bit: it calls process.exit while its `.bitmap` is still being written, and leaves an empty file behind.
const exit = process.exit.bind(process)
let ending = false

process.exit = (code = process.exitCode) => {
  if (ending) return
  ending = true
  const wait = () => (isWriting() ? setTimeout(wait, 20) : exit(code))
  setTimeout(wait, 20)
}

function isWriting() {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))
}
