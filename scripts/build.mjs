// npm run build: the tool's packages, from their sources.
import { build, ensureInstalled } from './prepare.mjs'

ensureInstalled()
build()
